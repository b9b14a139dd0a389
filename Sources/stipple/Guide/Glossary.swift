/// What the words of a visit mean, where the word alone may not say it.
enum Glossary {
  /// The meaning of a word in its list; nil where the word says it itself.
  static func meaning(of word: String, in list: String) -> String? {
    meanings[list]?[word]
  }

  private static let meanings: [String: [String: String]] = [
    "check_outcome": [
      "fit": "may be treated today", "defer": "put off to another day",
      "refer": "sent to somebody else first",
    ],
    "photo_view": [
      "left_45": "turned half, the left side seen", "left_90": "in profile, the left side seen",
      "right_45": "turned half, the right side seen", "right_90": "in profile, the right side seen",
    ],
    "numbing_decision": [
      "not_offered": "the clinic did not offer cream", "declined": "offered, and not wanted",
      "accepted": "cream will be put on", "contraindicated": "not to be given to this client",
    ],
    "numbing_reason": [
      "protocol": "the clinic's protocol says so", "client_preference": "the client's own wish",
      "low_pain_expected": "a quick or shallow treatment", "time": "no time for it to act",
    ],
    "pain_tolerance": [
      "low": "bears pain badly", "usual": "bears pain as most do", "high": "bears pain well",
    ],
    "numbing_reaction": [
      "none": "the skin is as before", "mild": "some redness or blanching",
      "marked": "swelling, burning or a rash",
    ],
    "side": ["left": "the client's own left", "right": "the client's own right"],
    "pass_technique": ["glide": "moved over the skin", "stamp": "set down point by point"],
    "endpoint_seen": [
      "none": "no change seen", "mild_erythema": "slightly red", "uniform_erythema": "evenly red",
      "pinpoint_bleeding": "fine points of blood", "excess": "more than was meant",
    ],
    "serum_purpose": [
      "glide": "so that the pen slides", "treatment": "to be needled in", "post": "to calm after",
    ],
    "mask_purpose": [
      "seal": "to close the skin over", "soothe": "to calm it", "hydrate": "to keep it moist",
    ],
    "yes_no_unknown": [
      "yes": "its label says so", "no": "its label does not", "unknown": "not looked up",
    ],
    "advice": [
      "sun_avoidance": "stay out of the sun", "spf": "sunscreen every day",
      "no_makeup": "no make-up for a day", "no_actives": "no acids or retinoids",
      "no_exercise": "no sweating for a day", "no_home_roller": "no roller at home",
    ],
    "skin_condition": [
      "calm": "as before the visit", "unwell": "faint, sick or in pain",
    ],
    "speed_unit": [
      "rpm": "turns a minute", "hz": "strokes a second", "level": "a step of the dial",
    ],
  ]
}
