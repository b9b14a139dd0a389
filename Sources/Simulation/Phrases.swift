/// What people write in free text.
enum Phrases {
  static let conditions = [
    "seasonal hay fever", "mild asthma", "migraine", "underactive thyroid", "low iron",
    "none of note",
  ]
  static let pain = [
    "Quick; some discomfort, tolerable.", "Sharp on the forehead, then easier.",
    "Hardly felt it.", "Warm and prickly, bearable.",
  ]
  static let calls = [
    "Redness fading; stay out of the sun and leave the home roller alone.",
    "Feels tight; moisturiser and sunscreen, nothing active for three days more.",
    "All calm. Reminded of sunscreen.", "A little dry; may use the plain cream twice a day.",
  ]
  static let findings = [
    "Texture smoother.", "Pores finer on the cheeks.", "Little change yet; photos to compare.",
    "Firmer at the jaw, client pleased.", "Scars shallower in raking light.",
  ]
  static let cancelled = [
    "Has a cold.", "Cannot leave work.", "Travelling that week.", "Wants to think it over.",
  ]
  static let late = [
    "Forgot to enter it before closing.", "Found on the paper sheet when filing.",
    "The tablet was flat; entered from notes.",
  ]
  static let early = [
    "Client leaves the country next week; skin looked at and calm.",
    "Event date; the practitioner judged the skin healed.",
  ]
  static let deep = [
    "Tethered scar; agreed with the prescriber.", "Thick skin at the margin; one careful pass.",
  ]
  static let deposed = [
    "Noticed after the visit: the shelf was not cleared.", "Expiry read wrongly as next year's.",
  ]
}
