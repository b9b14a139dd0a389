import Records

extension Timeline {
  private static let left = 84.0
  private static let rowHeight = 15.0
  private static let size = 10.0
  /// A lane of more rows than this tells its marks by their entries alone.
  private static let mostRows = 9

  /// A mark where it is drawn.
  private struct Placed {
    var mark: Mark
    var label: String
    var x: Double
    var end: Double?
    var row: Int
    var isLabelBefore: Bool
  }

  func write(to html: inout HTMLWriter, id: String) {
    let axis = TimeAxis(
      instants, zone: zone, width: Drawing.width - Self.left - 6, gap: 16, least: 66, inset: 8)
    let lanes = lanes.map { Self.placed($0, on: axis) }
    let heights = lanes.map { marks in
      Double((marks.map(\.row).max() ?? 0) + 1) * Self.rowHeight + 12
    }
    let days = Self.rows(of: axis.days, size: 10)
    let head = Double(days.count) * 14 + 20
    let height = head + heights.reduce(0, +) + 4
    let drawing = Drawing(id: id, title: title, description: inWords, height: height)
    drawing.write(to: &html) { svg in
      guard !instants.isEmpty else {
        svg.label(ReportFact.notRecorded, x: 0, y: 16, style: "soft")
        return
      }
      for (row, ticks) in days.enumerated() {
        for tick in ticks {
          svg.label(tick.text, x: Self.left + tick.x, y: 11 + Double(row) * 14, size: 10)
        }
      }
      writeAxis(axis, top: head, bottom: height - 2, to: &svg)
      var y = head
      for (place, marks) in lanes.enumerated() {
        let title = fitted(visible(self.lanes[place].title), into: 13).text
        svg.line(0, y, Drawing.width, y, stroke: "#c4c8cb", width: 0.7)
        svg.label(title, x: 0, y: y + 16, size: 10.5)
        if marks.isEmpty {
          svg.label(
            ReportFact.notRecorded, x: Self.left + 8, y: y + 16, size: Self.size, style: "soft")
        }
        for mark in marks { Self.write(mark, top: y + 6, to: &svg) }
        y += heights[place]
      }
      svg.line(0, y, Drawing.width, y, stroke: "#c4c8cb", width: 0.7)
    }
  }

  private func writeAxis(
    _ axis: TimeAxis, top: Double, bottom: Double, to svg: inout HTMLWriter
  ) {
    for segment in axis.segments {
      let start = Self.left + segment.x
      svg.line(start, top, start + segment.width, top, width: 1.2)
      // Two slanted strokes: time is left out here.
      if segment.x > 0 {
        for shift in [-12.0, -8.0] {
          svg.line(start + shift - 2, top + 4, start + shift + 2, top - 4, width: 1)
        }
      }
    }
    for tick in axis.ticks(apart: 46) {
      let x = Self.left + tick.x
      svg.line(x, top - 4, x, top, width: 1)
      svg.line(x, top, x, bottom, stroke: "#e3e5e7", width: 0.7)
      svg.label(tick.text, x: x, y: top - 7, size: 9, anchor: "middle", style: "soft")
    }
  }

  private static func rows(of ticks: [TimeAxis.Tick], size: Double) -> [[TimeAxis.Tick]] {
    var rows = LabelRows()
    var result: [[TimeAxis.Tick]] = []
    for tick in ticks {
      let width = Drawing.width(of: tick.text, size: size)
      let x = min(tick.x, Drawing.width - left - width)
      let row = rows.place(x...(x + width + 6))
      if row == result.count { result.append([]) }
      result[row].append(TimeAxis.Tick(x: x, text: tick.text))
    }
    return result
  }

  /// The marks of a lane with their rows: by their labels, or by their entries where those are many.
  private static func placed(_ lane: Lane, on axis: TimeAxis) -> [Placed] {
    let full = placed(lane, on: axis) { fitted(visible($0.label), into: 46).text }
    guard (full.map(\.row).max() ?? 0) >= mostRows else { return full }
    let short = placed(lane, on: axis) { visible($0.short) }
    guard (short.map(\.row).max() ?? 0) >= mostRows else { return short }
    return crowded(lane, on: axis)
  }

  /// Marks that are too many for labels of their own, in one row, with how many they are behind it.
  private static func crowded(_ lane: Lane, on axis: TimeAxis) -> [Placed] {
    let marks = lane.marks.sorted { $0.from < $1.from }
    var placed = marks.map { mark in
      let end = mark.until.map(axis.x).flatMap { $0 > axis.x(mark.from) ? $0 : nil }
      return Placed(
        mark: mark, label: "", x: axis.x(mark.from), end: end, row: 0, isLabelBefore: false)
    }
    guard let first = marks.first, let last = marks.last else { return [] }
    let said = "\(marks.count) entries, \(first.short) to \(last.short)"
    let end = placed.map { $0.end ?? $0.x }.max() ?? 0
    let isBefore = end + Drawing.width(of: said, size: size) + 14 > Drawing.width - left
    let place = isBefore ? placed.startIndex : placed.endIndex - 1
    placed[place].label = said
    placed[place].isLabelBefore = isBefore
    return placed
  }

  private static func placed(
    _ lane: Lane, on axis: TimeAxis, label: (Mark) -> String
  ) -> [Placed] {
    var rows = LabelRows()
    return lane.marks.sorted { $0.from < $1.from }.map { mark in
      let text = label(mark)
      let x = axis.x(mark.from)
      let end = mark.until.map(axis.x).flatMap { $0 > x ? $0 : nil }
      let width = text.isEmpty ? 0 : Drawing.width(of: text, size: size) + 8
      let right = (end ?? x) + 6
      let isBefore = right + width > Drawing.width - left && x - 6 - width >= 0
      let range = isBefore ? (x - 6 - width)...right : (x - 6)...(right + width)
      return Placed(
        mark: mark, label: text, x: x, end: end, row: rows.place(range), isLabelBefore: isBefore)
    }
  }

  private static func write(_ placed: Placed, top: Double, to svg: inout HTMLWriter) {
    let x = left + placed.x
    let y = top + (Double(placed.row) + 0.5) * rowHeight
    svg.element("g") { group in
      if !placed.mark.label.isEmpty { group.element("title", text: placed.mark.label) }
      if let end = placed.end {
        group.shape(
          "rect",
          [
            "x": x.place, "y": (y - 3).place, "width": (end - placed.x).place, "height": "6",
            "fill": "#8b9297", "stroke": "#1b1d1f", "stroke-width": "0.8",
          ])
      }
      if placed.end == nil || !placed.mark.mark.isEmpty {
        write(placed.mark.mark, x, y, to: &group)
      }
      guard !placed.label.isEmpty else { return }
      group.label(
        placed.label, x: placed.isLabelBefore ? x - 7 : left + (placed.end ?? placed.x) + 7,
        y: y + 3.6, size: size, anchor: placed.isLabelBefore ? "end" : "",
        isStruck: placed.mark.mark.contains(.struck))
    }
  }

  /// A dot; a cross for what is struck, a triangle for a deviation, a ring for what was corrected,
  /// an open square for what was entered late: of several the first.
  private static func write(
    _ mark: RowMark, _ x: Double, _ y: Double, to svg: inout HTMLWriter
  ) {
    if mark.contains(.struck) {
      svg.line(x - 3.2, y - 3.2, x + 3.2, y + 3.2, width: 1.4)
      svg.line(x - 3.2, y + 3.2, x + 3.2, y - 3.2, width: 1.4)
    } else if !mark.isDisjoint(with: [.deviation, .missing]) {
      svg.shape(
        "path",
        [
          "d": "M\(x.place) \((y - 4.4).place)l4.4 7.6h-8.8z", "fill": "#ffffff",
          "stroke": "#1b1d1f", "stroke-width": "1.4",
        ])
    } else if mark.contains(.amended) {
      svg.shape(
        "circle",
        [
          "cx": x.place, "cy": y.place, "r": "3.2", "fill": "#ffffff",
          "stroke": "#1b1d1f", "stroke-width": "1.4",
        ])
    } else if mark.contains(.late) {
      svg.shape(
        "rect",
        [
          "x": (x - 3).place, "y": (y - 3).place, "width": "6", "height": "6", "fill": "#ffffff",
          "stroke": "#1b1d1f", "stroke-width": "1.4",
        ])
    } else {
      svg.shape(
        "circle", ["cx": x.place, "cy": y.place, "r": "3.2", "fill": "#1b1d1f"])
    }
  }
}
