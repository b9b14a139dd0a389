import Records

/// Rule 8: a cartridge is opened in one session, once.
///
/// Whichever of two openings is entered second is found, also where it happened first: otherwise
/// one entered late would hide that the needles were used on two people.
func checkCartridgeReuse(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  guard case .cartridgeOpened(let opened) = visit.event else { return [] }
  var uses =
    visit.session.cartridgeUse(opened.cartridge).map { [("this session", $0.openedAt)] } ?? []
  for other in view.sessions(opening: opened.cartridge) where other.row.id != visit.session.id {
    if let use = other.row.cartridgeUse(opened.cartridge) {
      uses.append(("session \(other.row.id)", use.openedAt))
    }
  }
  guard let (place, openedAt) = uses.min(by: { $0.1 < $1.1 }) else { return [] }
  return [
    Finding(
      rule: 8, level: .refuseUnlessPast,
      message: "cartridge \(opened.cartridge) was opened in \(place) on \(view.day(of: openedAt))",
      hint: "a new cartridge, or --override --reason …", field: "data.cartridge",
      limit: "a cartridge never opened before")
  ]
}
