import Records

extension Timeline {
  /// The timeline in lines of at most that width: a row a lane over one axis, and what stands in it.
  public func lines(width: Int) -> [String] {
    guard !instants.isEmpty else {
      return [visible(title), "  \(ReportFact.notRecorded)"]
    }
    let names = lanes.map { visible($0.title) }
    let margin = min(names.reduce(0) { max($0, displayWidth($1)) }, max(width / 5, 6)) + 4
    let room = max(width - margin, 12)
    let axis = TimeAxis(
      instants, zone: zone, width: Double(room), gap: 3, least: 11, inset: 0)
    var lines = [visible(title)]
    lines.append(contentsOf: Self.rows(of: axis.days, axis, margin, room))
    lines.append(contentsOf: Self.rows(of: axis.ticks(apart: 7), axis, margin, room).prefix(1))
    for (lane, name) in zip(lanes, names) {
      let (shown, used) = fitted(name, into: margin - 4)
      var row = Self.blank(axis, room)
      let marks = lane.marks.sorted { $0.from < $1.from }
      for mark in marks {
        let from = min(Int(axis.x(mark.from)), room - 1)
        if let until = mark.until, until > mark.from {
          let end = min(Int(axis.x(until)), room - 1)
          for column in from...max(from, end) where row[column] != "●" { row[column] = "━" }
        } else {
          row[from] = mark.mark.contains(.struck) ? "×" : "●"
        }
      }
      let pad = String(repeating: " ", count: max(margin - 2 - used, 1))
      lines.append("  " + shown + pad + Self.text(row))
      let said = marks.filter { !$0.label.isEmpty }.map { visible(inWords($0)) }
      if !said.isEmpty {
        let text = folded(said.joined(separator: " · "), into: max(width - 4, 20))
        lines += text.enumerated().map { ($0 == 0 ? "    " : "      ") + $1 }
      }
    }
    return lines
  }

  /// Texts at their places, in as many rows as they need.
  private static func rows(
    of ticks: [TimeAxis.Tick], _ axis: TimeAxis, _ margin: Int, _ room: Int
  ) -> [String] {
    var rows = LabelRows()
    var lines: [[Character]] = []
    for tick in ticks {
      let start = min(max(Int(tick.x), 0), max(room - tick.text.count, 0))
      let range = Double(start)...Double(start + tick.text.count)
      let row = rows.place(range)
      if row == lines.count { lines.append(Array(repeating: " ", count: room)) }
      for (offset, character) in tick.text.enumerated() where start + offset < room {
        lines[row][start + offset] = character
      }
    }
    return lines.map { String(repeating: " ", count: margin) + text($0) }
  }

  private static func blank(_ axis: TimeAxis, _ room: Int) -> [Character] {
    var row = [Character](repeating: "·", count: room)
    for segment in axis.segments.dropLast() {
      let end = Int(segment.x + segment.width)
      for (offset, character) in " ╎ ".enumerated() where end + offset < room {
        row[end + offset] = character
      }
    }
    return row
  }

  private static func text(_ row: [Character]) -> String {
    var row = row
    while row.last == " " { row.removeLast() }
    return String(row)
  }
}
