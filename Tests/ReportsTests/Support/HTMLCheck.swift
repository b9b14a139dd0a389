import Foundation

/// A strict reading of a report's HTML, written apart from what writes it.
///
/// It takes no more of HTML than a report needs: what it does not know is a problem.
struct HTMLCheck {
  struct Element {
    var name: String
    var attributes: [String: String]
    var path: [String]
  }

  /// What is wrong, in the order of the file.
  private(set) var problems: [String] = []
  /// Every element.
  private(set) var elements: [Element] = []
  /// The text of the body as a reader sees it, a space for each element's border.
  private(set) var text = ""
  /// The text of each element of a name, such as `del`.
  private(set) var texts: [String: [String]] = [:]

  private var source: [Unicode.Scalar]
  private var place = 0
  private var open: [(name: String, textStart: Int)] = []

  private static let void: Set<String> = ["meta"]
  private static let known: Set<String> = [
    "html", "head", "body", "meta", "title", "style", "header", "main", "section", "footer", "h1",
    "h2", "h3", "p", "span", "div", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td",
    "ul", "li", "del", "ins", "code", "figure", "figcaption", "svg", "desc", "g", "defs",
    "pattern", "rect", "line", "circle", "ellipse", "path", "polyline", "text",
  ]
  private static let attributes: Set<String> = [
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "scope", "role",
    "aria-labelledby", "viewBox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy",
    "r", "rx", "ry", "d", "points", "fill", "stroke", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "transform", "font-size", "text-anchor",
    "text-decoration", "patternUnits", "patternTransform",
  ]
  private static let parents: [String: Set<String>] = [
    "tr": ["thead", "tbody"], "td": ["tr"], "th": ["tr"], "li": ["ul"], "dt": ["div"],
    "dd": ["div"], "thead": ["table"], "tbody": ["table"], "figcaption": ["figure"],
    "head": ["html"], "body": ["html"], "style": ["head"], "meta": ["head"],
    "title": ["head", "svg", "g"], "desc": ["svg"],
  ]
  private static let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"]

  init(_ html: String) {
    source = Array(html.unicodeScalars)
    read()
  }

  private mutating func read() {
    let doctype = Array("<!DOCTYPE html>\n".unicodeScalars)
    guard source.starts(with: doctype) else {
      problems.append("no doctype")
      return
    }
    place = doctype.count
    for scalar in source where scalar.value < 0x20 && scalar != "\n" || scalar.value == 0x7F {
      problems.append("a control character, \(scalar.value)")
    }
    while place < source.count {
      switch source[place] {
      case "<" where peek("</"): close()
      case "<": begin()
      default: takeText()
      }
    }
    if !open.isEmpty { problems.append("never closed: \(open.map(\.name))") }
    checkNames()
  }

  private func peek(_ word: String) -> Bool { source[place...].starts(with: word.unicodeScalars) }

  private mutating func takeText() {
    let scalar = source[place]
    if scalar == ">" { problems.append("a raw > near \(context)") }
    if scalar == "&" {
      guard let entity = Self.entities.first(where: { peek($0) }) else {
        problems.append("a raw & near \(context)")
        place += 1
        return
      }
      text += Self.decoded(entity)
      place += entity.unicodeScalars.count
      return
    }
    text.unicodeScalars.append(scalar)
    place += 1
  }

  private static func decoded(_ entity: String) -> String {
    ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"][entity] ?? entity
  }

  private var context: String {
    String(String.UnicodeScalarView(source[max(0, place - 30)..<min(source.count, place + 30)]))
  }

  private mutating func begin() {
    place += 1
    let name = takeName()
    var attributes: [String: String] = [:]
    guard Self.known.contains(name) else {
      problems.append("an element that no report has, \(name), near \(context)")
      return
    }
    while place < source.count, source[place] == " " {
      place += 1
      let key = takeName()
      guard Self.attributes.contains(key), peek("=\"") else {
        problems.append("an attribute that no report has, \(key), near \(context)")
        return
      }
      place += 2
      var value = ""
      while place < source.count, source[place] != "\"" {
        if source[place] == "<" || source[place] == ">" { problems.append("raw in \(key)") }
        if source[place] == "&", let entity = Self.entities.first(where: { peek($0) }) {
          value += Self.decoded(entity)
          place += entity.unicodeScalars.count
        } else {
          if source[place] == "&" { problems.append("a raw & in \(key)") }
          value.unicodeScalars.append(source[place])
          place += 1
        }
      }
      place += 1
      if attributes[key] != nil { problems.append("\(key) twice in \(name)") }
      attributes[key] = value
    }
    let path = open.map(\.name)
    if let wanted = Self.parents[name], !wanted.contains(path.last ?? "") {
      problems.append("\(name) in \(path.last ?? "nothing")")
    }
    if path.contains("p"), ["p", "div", "table", "ul", "dl", "section"].contains(name) {
      problems.append("\(name) in a paragraph")
    }
    elements.append(Element(name: name, attributes: attributes, path: path))
    text += " "
    if peek("/>") {
      if !path.contains("svg") { problems.append("\(name) closes itself outside of a drawing") }
      place += 2
      return
    }
    guard peek(">") else {
      problems.append("a tag that does not end near \(context)")
      return
    }
    place += 1
    guard !Self.void.contains(name) else { return }
    open.append((name, text.unicodeScalars.count))
    if name == "style" { skipStyle() }
  }

  private mutating func skipStyle() {
    var sheet = ""
    while place < source.count, !peek("</") {
      sheet.unicodeScalars.append(source[place])
      place += 1
    }
    for word in ["url(", "@import", "expression", "<"] where sheet.contains(word) {
      problems.append("\(word) in the style sheet")
    }
  }

  private mutating func close() {
    place += 2
    let name = takeName()
    guard peek(">"), let last = open.popLast(), last.name == name else {
      problems.append("</\(name)> closes what is not open near \(context)")
      place += 1
      return
    }
    let content = String(text.unicodeScalars.dropFirst(last.textStart))
    texts[name, default: []].append(content)
    text += " "
    place += 1
  }

  private mutating func takeName() -> String {
    var name = ""
    while place < source.count {
      let scalar = source[place]
      guard
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
          || ("0"..."9").contains(scalar) || scalar == "-"
      else { break }
      name.unicodeScalars.append(scalar)
      place += 1
    }
    return name
  }

  private mutating func checkNames() {
    let ids = elements.compactMap { $0.attributes["id"] }
    if Set(ids).count != ids.count { problems.append("an id is there twice") }
    for element in elements {
      for id in (element.attributes["aria-labelledby"] ?? "").split(separator: " ")
      where !ids.contains(String(id)) {
        problems.append("nothing is called \(id)")
      }
      for (key, value) in element.attributes where value.contains("url(") {
        let inner = value.dropFirst("url(#".count).dropLast()
        if !value.hasPrefix("url(#") || !ids.contains(String(inner)) {
          problems.append("\(key) points to \(value)")
        }
      }
      for (key, value) in element.attributes where value.contains("NaN") || value.contains("inf") {
        if key != "class" { problems.append("\(key) is \(value)") }
      }
    }
    for row in tables { if Set(row).count > 1 { problems.append("rows of \(row) cells") } }
    let metas = elements.filter { $0.name == "meta" }
    if elements.dropFirst(2).first?.attributes["charset"] != "utf-8" {
      problems.append("the character set does not come first")
    }
    let policy = metas.first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    if policy?.attributes["content"] != "default-src 'none'; style-src 'unsafe-inline'" {
      problems.append("no policy")
    }
    if elements.first?.attributes["lang"] == nil { problems.append("no language") }
  }

  /// The numbers of cells of the rows of each table.
  private var tables: [[Int]] {
    var tables: [[Int]] = []
    for element in elements {
      switch element.name {
      case "table": tables.append([])
      case "tr" where !tables.isEmpty: tables[tables.count - 1].append(0)
      case "td", "th":
        if let table = tables.indices.last, let row = tables[table].indices.last {
          tables[table][row] += 1
        }
      default: break
      }
    }
    return tables
  }
}
