import Records

/// A table of GitHub's Markdown, whose cells say just what the values say.
///
/// Columns whose first value is a number are set right. NULL is in italics, so that it differs from
/// the text. What Markdown or HTML would act on is escaped.
struct MarkdownFormat: RowFormat {
  private let columns: [String]

  init(columns: [String], page: Page) { self.columns = columns }

  func header(into bytes: inout [UInt8]) {}

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    if index == 0 { appendHeader(isRight: cells.map(\.isNumber), to: &bytes) }
    bytes.append("|")
    for cell in cells {
      bytes.append(" ")
      switch cell {
      case .null: bytes.append("*NULL*")
      case .integer(let value): bytes.append(String(value))
      case .real(let value): bytes.append(Cell.digits(of: value))
      case .text(let text): Self.append(text, to: &bytes)
      case .blob(let blob): bytes.append(Cell.literal(of: blob))
      }
      bytes.append(" |")
    }
    bytes.append("\n")
  }

  func footer(count: Int, into bytes: inout [UInt8]) {
    if count == 0 { appendHeader(isRight: columns.map { _ in false }, to: &bytes) }
  }

  private func appendHeader(isRight: [Bool], to bytes: inout [UInt8]) {
    bytes.append("|")
    for name in columns {
      bytes.append(" ")
      Self.append(name, to: &bytes)
      bytes.append(" |")
    }
    bytes.append("\n|")
    for right in isRight { bytes.append(right ? " --: |" : " --- |") }
    bytes.append("\n")
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var beforeWord = false
    let scalars = Array(text.unicodeScalars)
    var index = 0
    walkScalars(of: text) { scalar, isConcealed in
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      index += 1
      if isConcealed {
        if scalar == "\n" { bytes.append("<br>") } else { appendEscape(of: scalar, to: &bytes) }
      } else {
        switch scalar {
        case "<": bytes.append("&lt;")
        case ">": bytes.append("&gt;")
        case "&": bytes.append("&amp;")
        case "|", "\\", "`", "*", "~", "[", "]", "$":
          bytes.append("\\")
          bytes.append(UInt8(ascii: scalar))
        case "_" where !(beforeWord && next.map(isWord) == true):
          // Inside a word an underscore is only itself (GFM §6.4), and column names are full of them.
          bytes.append("\\_")
        default: bytes.append(contentsOf: UTF8.encode(scalar)!)
        }
      }
      beforeWord = !isConcealed && (isWord(scalar) || (beforeWord && scalar == "_"))
    }
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
