import Records

/// A table of HTML to set into a page: a line a row, every value escaped, and no style of its own.
///
/// Columns whose first value is a number are set right, and so is every number. NULL is an empty cell
/// of the class `null`, so that it differs from the empty text.
struct HTMLFormat: RowFormat {
  private let columns: [String]

  init(columns: [String], page: Page) { self.columns = columns }

  func header(into bytes: inout [UInt8]) {}

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    if index == 0 { appendHeader(isRight: cells.map(\.isNumber), to: &bytes) }
    bytes.append("<tr>")
    for cell in cells {
      switch cell {
      case .null: bytes.append("<td class=\"null\">")
      case .integer(let value): bytes.append("<td align=\"right\">" + String(value))
      case .real(let value): bytes.append("<td align=\"right\">" + Cell.digits(of: value))
      case .text(let text):
        bytes.append("<td>")
        Self.append(text, to: &bytes)
      case .blob(let blob):
        bytes.append("<td>")
        Self.append(Cell.literal(of: blob), to: &bytes)
      }
      bytes.append("</td>")
    }
    bytes.append("</tr>\n")
  }

  func footer(count: Int, into bytes: inout [UInt8]) {
    if count == 0 { appendHeader(isRight: columns.map { _ in false }, to: &bytes) }
    bytes.append("</tbody>\n</table>\n")
  }

  private func appendHeader(isRight: [Bool], to bytes: inout [UInt8]) {
    bytes.append("<table>\n<thead>\n<tr>")
    for (name, right) in zip(columns, isRight) {
      bytes.append(right ? "<th scope=\"col\" align=\"right\">" : "<th scope=\"col\">")
      Self.append(name, to: &bytes)
      bytes.append("</th>")
    }
    bytes.append("</tr>\n</thead>\n<tbody>\n")
  }

  /// Appends text that HTML does not act on, what cannot be seen written out.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    for byte in visible(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes.append("&amp;")
      case UInt8(ascii: "<"): bytes.append("&lt;")
      case UInt8(ascii: ">"): bytes.append("&gt;")
      case UInt8(ascii: "\""): bytes.append("&quot;")
      case UInt8(ascii: "'"): bytes.append("&#39;")
      default: bytes.append(byte)
      }
    }
  }
}
