import Clinic
import EventLog
import Records

extension SessionFile {
  /// The face with depth and passes by zone, every pass, the endpoints, and the cartridges.
  var needling: ReportSection {
    var parts: [ReportPart] = []
    let passes = standing { event -> NeedlePassMade? in
      if case .needlePassMade(let it) = event { it } else { nil }
    }
    if passes.isEmpty {
      parts.append(Self.notRecorded("Needle passes"))
    } else {
      parts.append(
        .figure(.face(FaceMap(title: "Zones, depths and passes", areas: areas(passes.map(\.it))))))
      parts += [.heading("Passes"), .table(table(of: passes))]
    }
    parts += Self.parts("Endpoints", endpoints) + Self.parts("Cartridges", cartridges)
    return ReportSection("Needling", parts: parts)
  }

  /// Depths and passes, added up by zone and side.
  private func areas(_ passes: [NeedlePassMade]) -> [FaceMap.Area] {
    var areas: [FaceMap.Area] = []
    for pass in passes {
      guard
        let place = areas.firstIndex(where: { $0.zone == pass.zone && $0.side == pass.side })
      else {
        areas.append(
          FaceMap.Area(
            pass.zone, pass.side, depth: pass.depthMm, to: pass.depthMm, passes: pass.passes))
        continue
      }
      areas[place].leastDepth = min(areas[place].leastDepth, pass.depthMm)
      areas[place].mostDepth = max(areas[place].mostDepth, pass.depthMm)
      areas[place].passes += pass.passes
    }
    return areas
  }

  private func table(of passes: [(entry: AuditEntry, it: NeedlePassMade)]) -> ReportTable {
    var table = ReportTable(
      columns: [
        "event", "when", "zone", "side", "depth, mm", "passes", "cartridge", "who", "how",
      ], rows: [], longColumns: 1)
    for (entry, it) in passes {
      var how = [Words.plain(it.technique)]
      if !it.directions.isEmpty { how.append(Words.commas(it.directions)) }
      if let speed = it.speed {
        how.append(it.speedUnit == .level ? "level \(speed)" : "\(speed) \(unit(it.speedUnit))")
      }
      if let minutes = it.minutes { how.append("\(minutes) min") }
      if let inside = it.insideRim { how.append("\(inside ? "inside" : "outside") the rim") }
      table.append(
        [
          entry.at, time(entry), Words.plain(it.zone), Words.plain(it.side), "\(it.depthMm)",
          "\(it.passes)", it.cartridge, entry.envelope.performedBy, how.joined(separator: ", "),
        ], mark: entry.mark)
    }
    return table
  }

  private func unit(_ unit: SpeedUnit?) -> String {
    switch unit {
    case .rpm: "rpm"
    case .hz: "Hz"
    case .level, nil: ""
    }
  }

  private var endpoints: ReportTable {
    var table = ReportTable(
      columns: ["event", "when", "zone", "endpoint", "who"], rows: [], longColumns: 0)
    for (entry, it) in standing({ event -> EndpointReached? in
      if case .endpointReached(let it) = event { it } else { nil }
    }) {
      table.append(
        [
          entry.at, time(entry), Words.plain(it.zone),
          it.endpoint == .nothing ? "no erythema" : Words.plain(it.endpoint),
          entry.envelope.performedBy,
        ], mark: entry.mark)
    }
    return table
  }

  private var cartridges: ReportTable {
    var table = ReportTable(
      columns: [
        "cartridge", "lot", "device", "to, mm", "pins", "seal", "opened", "discarded", "sharps box",
      ], rows: [], longColumns: 0)
    let discards = standing { event -> CartridgeDiscarded? in
      if case .cartridgeDiscarded(let it) = event { it } else { nil }
    }
    for (entry, it) in standing({ event -> CartridgeOpened? in
      if case .cartridgeOpened(let it) = event { it } else { nil }
    }) {
      let discard = discards.first { $0.it.cartridge == it.cartridge }
      table.append(
        [
          it.cartridge, it.lot, it.device, "\(it.maxDepthMm)", "\(it.pins)",
          it.sealIntact ? "intact" : "broken", "\(time(entry)) \(entry.at)",
          discard.map { "\(time($0.entry)) \($0.entry.marked)" } ?? ReportFact.notRecorded,
          discard?.it.sharpsBox ?? ReportFact.notRecorded,
        ], mark: entry.mark)
    }
    return table
  }
}
