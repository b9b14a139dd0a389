import Records

/// Rule 5: cream is taken off once for each time it was put on, and after it; no needle goes deeper
/// than its cartridge can.
func checkRemovalAndDepth(_ visit: Visit, in view: some ClinicView) -> [Finding] {
  if case .numbingRemoved = visit.event {
    let applied = (visit.session.numbingPeriods ?? []).filter { $0.from <= visit.moment }
    if applied.contains(where: { $0.until == nil }) { return [] }
    return [
      Finding(
        rule: 5,
        message: applied.isEmpty
          ? "no numbing cream was put on before" : "the numbing cream is taken off already",
        hint: applied.isEmpty ? "record numbing-applied first" : nil,
        limit: "once for each application, and after it")
    ]
  }
  guard case .needlePassMade(let pass) = visit.event,
    let use = visit.session.cartridgeUse(pass.cartridge),
    pass.depthMm > use.maxDepthMm
  else { return [] }
  return [
    Finding(
      rule: 5,
      message: "\(pass.depthMm) mm is deeper than cartridge \(pass.cartridge) goes,"
        + " \(use.maxDepthMm) mm",
      hint: "look at the depth and at the cartridge again", field: "data.depth_mm",
      limit: "at most \(use.maxDepthMm) mm", observed: "\(pass.depthMm) mm")
  ]
}
