import Records

extension BarChart {
  private static let left = 46.0
  private static let plotWidth = Drawing.width - left - 4
  private static let plotHeight = 150.0
  /// A bar is no narrower: where there are too many for a row, there are more rows.
  private static let narrowest = 9.0
  private static let widest = 46.0
  private static let valueSize = 9.5
  private static let labelSize = 10.0

  /// Where the parts of the drawing stand.
  private struct Layout {
    var perRow: Int
    var groupWidth: Double
    var barWidth: Double
    var isValueTurned: Bool
    var isLabelTurned: Bool
    var head: Double
    var foot: Double
    var legendHeight: Double

    var rowHeight: Double { head + BarChart.plotHeight + foot }
  }

  private var layout: Layout {
    let bars = Double(max(series.count, 1))
    let least = bars * Self.narrowest + 8
    let most = max(Int(Self.plotWidth / least), 1)
    let rows = (max(groups.count, 1) + most - 1) / most
    let perRow = (max(groups.count, 1) + rows - 1) / rows
    let groupWidth = Self.plotWidth / Double(perRow)
    let barWidth = min(Self.widest, (groupWidth - 8) / bars)
    let values = groups.flatMap(\.values).compactMap { $0 }
    let valueWidth = values.map { Drawing.width(of: printed($0), size: Self.valueSize) }.max() ?? 0
    let labels = groups.map { Self.shown($0.label) }
    let labelWidth = labels.map { Drawing.width(of: $0, size: Self.labelSize) }.max() ?? 0
    let isLabelTurned = labelWidth > groupWidth - 4
    let isValueTurned = valueWidth > barWidth + (series.count == 1 ? 6 : 1)
    return Layout(
      perRow: perRow, groupWidth: groupWidth, barWidth: barWidth, isValueTurned: isValueTurned,
      isLabelTurned: isLabelTurned, head: isValueTurned ? valueWidth + 10 : 18,
      foot: isLabelTurned ? labelWidth * 0.72 + 18 : 22, legendHeight: legend.height)
  }

  func write(to html: inout HTMLWriter, id: String) {
    let layout = layout
    let rows = stride(from: 0, to: max(groups.count, 1), by: layout.perRow).map { $0 }
    let height = layout.legendHeight + Double(rows.count) * layout.rowHeight
    let drawing = Drawing(
      id: id, title: title, description: "\(unit). \(inWords)", height: height)
    drawing.write(to: &html) { svg in
      if !groups.isEmpty { Self.definePatterns(id, series.count, in: &svg) }
      writeLegend(id, to: &svg)
      let scale = scale
      for (row, start) in rows.enumerated() {
        let top = layout.legendHeight + Double(row) * layout.rowHeight + layout.head
        let end = min(start + layout.perRow, groups.count)
        guard start < end else {
          svg.label(ReportFact.notRecorded, x: Self.left, y: top + 20, style: "soft")
          continue
        }
        write(groups[start..<end], id, layout, scale, top, to: &svg)
      }
    }
  }

  private func write(
    _ groups: ArraySlice<Group>, _ id: String, _ layout: Layout, _ scale: Scale, _ top: Double,
    to svg: inout HTMLWriter
  ) {
    let bottom = top + Self.plotHeight
    func y(_ value: Double) -> Double {
      bottom - (value - scale.least) / (scale.most - scale.least) * Self.plotHeight
    }
    let stepPlaces = scale.step < 1 ? max(decimals, 1) : 0
    for tick in scale.ticks {
      let isZero = tick.magnitude < scale.step / 2
      svg.line(
        Self.left, y(tick), Drawing.width - 4, y(tick), stroke: isZero ? "#1b1d1f" : "#d5d8da",
        width: isZero ? 1 : 0.7)
      svg.label(
        tick.fixed(stepPlaces), x: Self.left - 6, y: y(tick) + 3.4, size: 9.5, anchor: "end",
        style: "soft")
    }
    for (place, group) in groups.enumerated() {
      let centre = Self.left + (Double(place) + 0.5) * layout.groupWidth
      let start = centre - layout.barWidth * Double(group.values.count) / 2
      for (bar, value) in group.values.enumerated() {
        let x = start + Double(bar) * layout.barWidth
        write(value, bar, id, layout, x: x, zero: y(0), end: value.map(y), to: &svg)
      }
      let label = Self.shown(group.label)
      if layout.isLabelTurned {
        svg.label(
          label, x: centre + 3, y: bottom + 13, size: Self.labelSize, anchor: "end", turned: -45)
      } else {
        svg.label(label, x: centre, y: bottom + 15, size: Self.labelSize, anchor: "middle")
      }
    }
  }

  private func write(
    _ value: Double?, _ bar: Int, _ id: String, _ layout: Layout, x: Double, zero: Double,
    end: Double?, to svg: inout HTMLWriter
  ) {
    let middle = x + layout.barWidth / 2
    guard let value, let end else {
      let isWide = Drawing.width(of: ReportFact.notRecorded, size: 9) < layout.barWidth * 1.4
      svg.label(
        ReportFact.notRecorded, x: isWide ? middle : middle + 3, y: zero - 5, size: 9,
        anchor: isWide ? "middle" : "start", style: "soft", turned: isWide ? 0 : -90)
      return
    }
    svg.shape(
      "rect",
      [
        "x": (x + 0.5).place, "y": min(zero, end).place,
        "width": (layout.barWidth - 1).place, "height": abs(zero - end).place,
        "fill": "url(#\(id)p\(bar % Self.patterns))", "stroke": "#1b1d1f", "stroke-width": "0.8",
      ])
    let above = value < 0 ? zero - 4 : end - 4
    if layout.isValueTurned {
      svg.label(
        printed(value), x: middle + 3.2, y: above, size: Self.valueSize, turned: -90)
    } else {
      svg.label(printed(value), x: middle, y: above, size: Self.valueSize, anchor: "middle")
    }
  }

  private static func shown(_ label: String) -> String { fitted(visible(label), into: 24).text }
}

extension BarChart {
  /// Where each name of the legend stands.
  private struct Legend {
    var places: [(x: Double, y: Double)] = []
    var height = 16.0
  }

  private var legend: Legend {
    var legend = Legend()
    let unitWidth = Drawing.width(of: unit, size: 10) + 24
    var x = Self.left + unitWidth
    var y = 11.0
    if series.count > 1 {
      for name in series {
        let width = Drawing.width(of: Self.shown(name), size: 10) + 38
        if x + width > Drawing.width {
          x = Self.left
          y += 16
        }
        legend.places.append((x, y))
        x += width
      }
    }
    legend.height = y + 6
    return legend
  }

  private func writeLegend(_ id: String, to svg: inout HTMLWriter) {
    svg.label(Self.shown(unit), x: Self.left, y: 11, size: 10, style: "soft")
    for (bar, place) in legend.places.enumerated() {
      svg.shape(
        "rect",
        [
          "x": place.x.place, "y": (place.y - 9).place, "width": "14", "height": "10",
          "fill": groups.isEmpty ? "none" : "url(#\(id)p\(bar % Self.patterns))",
          "stroke": "#1b1d1f", "stroke-width": "0.8",
        ])
      svg.label(Self.shown(series[bar]), x: place.x + 19, y: place.y, size: 10)
    }
  }

  private static let patterns = 6

  /// Fills that are told apart without colour: dark, hatched, white, dotted, lined, crossed.
  private static func definePatterns(_ id: String, _ count: Int, in svg: inout HTMLWriter) {
    svg.element("defs") { defs in
      for pattern in 0..<min(max(count, 1), patterns) {
        defs.element(
          "pattern",
          [
            "id": "\(id)p\(pattern)", "width": "6", "height": "6",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": pattern == 1 || pattern == 5 ? "rotate(45)" : "",
          ]
        ) { tile in
          let ground = pattern == 0 ? "#4a5258" : "#ffffff"
          tile.shape("rect", ["width": "6", "height": "6", "fill": ground])
          switch pattern {
          case 1: tile.line(0, 0, 0, 6, width: 3)
          case 3: tile.shape("circle", ["cx": "3", "cy": "3", "r": "1.1", "fill": "#1b1d1f"])
          case 4: tile.line(0, 3, 6, 3, width: 1.2)
          case 5:
            tile.line(0, 3, 6, 3, width: 0.9)
            tile.line(3, 0, 3, 6, width: 0.9)
          default: break
          }
        }
      }
    }
  }
}
