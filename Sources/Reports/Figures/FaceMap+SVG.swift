import Clinic
import Records

extension FaceMap {
  private static let middle = Drawing.width / 2
  private static let top = 22.0
  private static let labelGap = 27.0
  /// Where labels end on the client's right, and begin on the left.
  private static let edge = 150.0

  /// An area with the places that it is drawn at: of a paired zone without a side, both.
  private struct Treated {
    var area: Area
    var spots: [FaceDrawing.Spot]
    var isOnTheRight: Bool
    var y = 0.0
  }

  func write(to html: inout HTMLWriter, id: String) {
    var (treated, elsewhere) = split()
    let right = treated.indices.filter { treated[$0].isOnTheRight }
    let left = treated.indices.filter { !treated[$0].isOnTheRight }
    for side in [right, left] { Self.spread(side, in: &treated) }
    let listTop = max(
      FaceDrawing.height + Self.top, (treated.map(\.y).max() ?? 0) + Self.labelGap)
    let height = listTop + (elsewhere.isEmpty ? 24 : Double(elsewhere.count) * 17 + 46)
    let drawing = Drawing(id: id, title: title, description: inWords, height: height)
    drawing.write(to: &html) { svg in
      Self.definePatterns(id, in: &svg)
      svg.label("client’s right", x: 0, y: 12, size: 10, style: "soft")
      svg.label("client’s left", x: Drawing.width, y: 12, size: 10, anchor: "end", style: "soft")
      svg.element("g", ["transform": "translate(\(Self.middle.place) \(Self.top.place))"]) { face in
        for path in FaceDrawing.lines {
          face.shape(
            "path",
            [
              "d": path, "fill": "none", "stroke": "#8b9297", "stroke-width": "1.1",
              "stroke-linecap": "round", "stroke-linejoin": "round",
            ])
        }
        for entry in treated {
          for spot in entry.spots { Self.draw(spot, entry.area, id, on: &face) }
        }
      }
      for entry in treated { Self.writeLabel(entry, to: &svg) }
      if treated.isEmpty, elsewhere.isEmpty {
        svg.label(
          "passes: \(ReportFact.notRecorded)", x: Drawing.width, y: Self.top + 150, size: 11,
          anchor: "end", style: "soft")
      }
      Self.writeKey(id, y: listTop + 8, to: &svg)
      guard !elsewhere.isEmpty else { return }
      svg.label("elsewhere, or without a place in the drawing", x: 0, y: listTop + 32, size: 10)
      for (row, area) in elsewhere.enumerated() {
        svg.label(
          "\(area.place): \(area.dose)", x: 12, y: listTop + 49 + Double(row) * 17, size: 10.5)
      }
    }
  }

  private func split() -> ([Treated], [Area]) {
    var treated: [Treated] = []
    var elsewhere: [Area] = []
    for area in ordered {
      var spots = [FaceDrawing.spot(area.zone, area.side)].compactMap { $0 }
      if spots.isEmpty, area.side == .mid {
        spots = [Side.right, .left].compactMap { FaceDrawing.spot(area.zone, $0) }
      }
      guard let first = spots.first else {
        elsewhere.append(area)
        continue
      }
      // What lies in the middle is told on the side that has less to tell.
      let rights = treated.count(where: \.isOnTheRight)
      let isOnTheRight =
        area.side == .mid ? rights * 2 <= treated.count : area.side == .right
      treated.append(
        Treated(area: area, spots: spots, isOnTheRight: isOnTheRight, y: first.y + Self.top))
    }
    return (treated, elsewhere)
  }

  /// Moves the labels of one side apart, in the order of their zones' heights.
  private static func spread(_ side: [Int], in treated: inout [Treated]) {
    let order = side.sorted { (treated[$0].y, $0) < (treated[$1].y, $1) }
    var next = top + 12
    for index in order {
      treated[index].y = max(treated[index].y, next)
      next = treated[index].y + labelGap
    }
    // Pushed below the face, they move up again as far as there is room.
    var limit = max(top + FaceDrawing.height - 16, top + 12 + Double(order.count - 1) * labelGap)
    for index in order.reversed() {
      treated[index].y = min(treated[index].y, limit)
      limit = treated[index].y - labelGap
    }
  }

  private static func draw(
    _ spot: FaceDrawing.Spot, _ area: Area, _ id: String, on face: inout HTMLWriter
  ) {
    let turn = "rotate(\(spot.turn.place) \(spot.x.place) \(spot.y.place))"
    face.shape(
      "ellipse",
      [
        "cx": spot.x.place, "cy": spot.y.place, "rx": spot.width.place, "ry": spot.height.place,
        "transform": spot.turn == 0 ? "" : turn, "fill": "url(#\(id)d\(area.density))",
        "stroke": "#1b1d1f", "stroke-width": "1.2",
      ])
  }

  private static func writeLabel(_ treated: Treated, to svg: inout HTMLWriter) {
    let isRight = treated.isOnTheRight
    let x = isRight ? edge : Drawing.width - edge
    for spot in treated.spots {
      let (spotX, spotY) = (middle + spot.x, top + spot.y)
      let end = x + (isRight ? 18 : -18)
      svg.shape(
        "polyline",
        [
          "points":
            "\((x + (isRight ? 5 : -5)).place),\(treated.y.place) \(end.place),\(treated.y.place) "
            + "\(spotX.place),\(spotY.place)",
          "fill": "none", "stroke": "#1b1d1f", "stroke-width": "0.6",
        ])
      svg.shape(
        "circle", ["cx": spotX.place, "cy": spotY.place, "r": "1.8", "fill": "#1b1d1f"])
    }
    let anchor = isRight ? "end" : ""
    svg.label(treated.area.place, x: x, y: treated.y - 2, size: 10.5, anchor: anchor)
    svg.label(
      treated.area.dose, x: x, y: treated.y + 10, size: 10, anchor: anchor, style: "soft")
  }
}

extension FaceMap {
  private static let keys = ["to 0.50 mm", "to 1.00 mm", "over 1.00 mm"]

  fileprivate static func definePatterns(_ id: String, in svg: inout HTMLWriter) {
    svg.element("defs") { defs in
      for (density, gap) in [7.0, 4.5, 2.6].enumerated() {
        defs.element(
          "pattern",
          [
            "id": "\(id)d\(density)", "width": gap.place, "height": gap.place,
            "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)",
          ]
        ) { tile in
          tile.line(0, 0, 0, gap, stroke: "#3d444a", width: 1.1)
        }
      }
    }
  }

  fileprivate static func writeKey(_ id: String, y: Double, to svg: inout HTMLWriter) {
    svg.label("deepest needle", x: 0, y: y, size: 10, style: "soft")
    for (density, text) in keys.enumerated() {
      let x = 92 + Double(density) * 108
      svg.shape(
        "rect",
        [
          "x": x.place, "y": (y - 9).place, "width": "18", "height": "11",
          "fill": "url(#\(id)d\(density))", "stroke": "#1b1d1f", "stroke-width": "0.9",
        ])
      svg.label(text, x: x + 24, y: y, size: 10)
    }
  }
}

extension FaceMap.Area {
  /// How dense its hatching is, by the greatest depth.
  fileprivate var density: Int {
    let depth = mostDepth.doubleValue
    return depth <= 0.5 ? 0 : depth <= 1 ? 1 : 2
  }
}
