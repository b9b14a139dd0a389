import Records

/// A figure's frame in HTML: its caption, its size, and what it says to who cannot see it.
struct Drawing {
  /// The width of every figure, in its own units.
  static let width = 720.0

  let id: String
  let title: String
  /// What it shows in words, for a screen reader.
  let description: String
  let height: Double

  func write(to html: inout HTMLWriter, _ content: (inout HTMLWriter) -> Void) {
    html.element("figure") { figure in
      figure.element("figcaption", text: title)
      figure.element(
        "svg",
        [
          "role": "img", "aria-labelledby": "\(id)t \(id)d",
          "viewBox": "0 0 \(Self.width.place) \(height.place)",
          "width": Self.width.place, "height": height.place,
        ]
      ) { svg in
        svg.element("title", ["id": "\(id)t"], text: title)
        svg.element("desc", ["id": "\(id)d"], text: description)
        content(&svg)
      }
    }
  }

  /// About how wide a text is, on the safe side for the fonts that systems have.
  static func width(of text: String, size: Double) -> Double {
    Double(displayWidth(visible(text))) * size * 0.6
  }
}

extension Double {
  /// A coordinate, to a tenth.
  var place: String { fixed(1, dropsZero: true) }

  /// The number with so many places.
  func fixed(_ places: Int, dropsZero: Bool = false) -> String {
    guard isFinite, magnitude < 1e15 else { return "0" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let units = Int64((self * scale).rounded())
    if dropsZero, scale > 0, units % Int64(scale) == 0 { return String(units / Int64(scale)) }
    return ScaledDecimal(units: units, scale: places).description
  }
}

extension HTMLWriter {
  /// A text of a drawing.
  mutating func label(
    _ text: String, x: Double, y: Double, size: Double = 10.5, anchor: String = "",
    style: String = "", isStruck: Bool = false, turned: Double = 0
  ) {
    element(
      "text",
      [
        "x": x.place, "y": y.place, "font-size": size.place, "text-anchor": anchor,
        "class": style, "text-decoration": isStruck ? "line-through" : "",
        "transform": turned == 0 ? "" : "rotate(\(turned.place) \(x.place) \(y.place))",
      ], text: text)
  }

  /// A straight line of a drawing.
  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, stroke: String = "#1b1d1f",
    width: Double = 1, dashes: String = ""
  ) {
    shape(
      "line",
      [
        "x1": x1.place, "y1": y1.place, "x2": x2.place, "y2": y2.place, "stroke": stroke,
        "stroke-width": width.place, "stroke-dasharray": dashes,
      ])
  }
}

/// Texts side by side in rows, none over another.
struct LabelRows {
  private var taken: [[ClosedRange<Double>]] = []

  var count: Int { taken.count }

  /// The first row in which nothing stands there yet.
  mutating func place(_ range: ClosedRange<Double>) -> Int {
    for row in taken.indices where !taken[row].contains(where: { $0.overlaps(range) }) {
      taken[row].append(range)
      return row
    }
    taken.append([range])
    return taken.count - 1
  }
}
