import Clinic
import Records

extension FaceMap {
  /// The areas in the order in which a face is read: from above, the client's right before the left.
  var ordered: [Area] {
    areas.enumerated().sorted { left, right in
      (left.element.zone.rawValue, left.element.side.order, left.offset)
        < (right.element.zone.rawValue, right.element.side.order, right.offset)
    }.map(\.element)
  }

  /// All of it in words.
  var inWords: String {
    areas.isEmpty
      ? "No passes: \(ReportFact.notRecorded)"
      : ordered.map { "\($0.place), \($0.dose)" }.joined(separator: "; ")
  }

  /// The map in lines of at most that width: a zone a line.
  public func lines(width: Int) -> [String] {
    var lines = [visible(title)]
    guard !areas.isEmpty else { return lines + ["  \(ReportFact.notRecorded)"] }
    let widest = ordered.reduce(0) { max($0, displayWidth($1.place)) }
    for area in ordered {
      let pad = String(repeating: " ", count: widest - displayWidth(area.place) + 2)
      lines += folded("\(area.place)\(pad)\(area.dose)", into: max(width - 2, 20))
        .enumerated().map { $0 == 0 ? "  \($1)" : "    \($1)" }
    }
    return lines
  }
}

extension FaceMap.Area {
  /// `cheek, left`.
  var place: String { "\(Words.plain(zone)), \(Words.plain(side))" }

  /// `1.00 mm, 3 passes`, or `0.50–1.50 mm, 6 passes`.
  var dose: String {
    let depth =
      leastDepth == mostDepth ? "\(leastDepth) mm" : "\(leastDepth)–\(mostDepth) mm"
    return "\(depth), \(Words.count(passes, "pass", "passes"))"
  }
}

extension Side {
  /// As they stand in a drawing of the face from the front.
  fileprivate var order: Int {
    switch self {
    case .right: 0
    case .mid: 1
    case .left: 2
    }
  }
}
