import Records

/// HTML and SVG as they are written: every element closed, every text made visible and escaped.
struct HTMLWriter {
  typealias Attributes = KeyValuePairs<String, String>

  private(set) var bytes: [UInt8] = []

  /// Elements that end a line, so that two reports can be compared line by line.
  private static let ending: Set<String> = [
    "head", "style", "title", "header", "main", "section", "footer", "body", "html", "h1", "h2",
    "h3",
    "p", "div", "dl", "dd", "table", "caption", "thead", "tbody", "tr", "ul", "li", "figure",
    "figcaption", "svg", "g", "defs", "pattern", "text", "desc",
  ]

  /// Markup that this module wrote itself, such as the style sheet; never a stored text.
  mutating func raw(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

  /// Text: what cannot be seen is written out, and what HTML would act on is escaped.
  mutating func text(_ text: String) {
    for byte in visible(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): raw("&amp;")
      case UInt8(ascii: "<"): raw("&lt;")
      case UInt8(ascii: ">"): raw("&gt;")
      case UInt8(ascii: "\""): raw("&quot;")
      case UInt8(ascii: "'"): raw("&#39;")
      default: bytes.append(byte)
      }
    }
  }

  /// An element with what `content` writes into it.
  mutating func element(
    _ name: String, _ attributes: Attributes = [:], _ content: (inout HTMLWriter) -> Void
  ) {
    open(name, attributes)
    raw(">")
    content(&self)
    raw("</\(name)>")
    if Self.ending.contains(name) { raw("\n") }
  }

  /// An element that holds a text.
  mutating func element(_ name: String, _ attributes: Attributes = [:], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// An element of HTML that holds nothing and has no end, such as `meta`.
  mutating func void(_ name: String, _ attributes: Attributes) {
    open(name, attributes)
    raw(">\n")
  }

  /// An element of SVG that holds nothing, such as `line`.
  mutating func shape(_ name: String, _ attributes: Attributes) {
    open(name, attributes)
    raw("/>\n")
  }

  private mutating func open(_ name: String, _ attributes: Attributes) {
    raw("<\(name)")
    for (key, value) in attributes where !value.isEmpty {
      raw(" \(key)=\"")
      text(value)
      raw("\"")
    }
  }
}
