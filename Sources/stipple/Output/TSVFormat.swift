import Records

/// Tab-separated values with a header: a line a row and a tab a border, whatever the text holds.
///
/// NULL is `\N`. A backslash is doubled, and what cannot be seen is written as an escape, tab and
/// newline among it: nothing is lost, and nothing drives a terminal that a pipe ends in.
struct TSVFormat: RowFormat {
  private let columns: [String]

  init(columns: [String], page: Page) { self.columns = columns }

  func header(into bytes: inout [UInt8]) {
    for (position, name) in columns.enumerated() {
      if position > 0 { bytes.append("\t") }
      Self.append(name, to: &bytes)
    }
    bytes.append("\n")
  }

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    for (position, cell) in cells.enumerated() {
      if position > 0 { bytes.append("\t") }
      switch cell {
      case .null: bytes.append("\\N")
      case .integer(let value): bytes.append(String(value))
      case .real(let value): bytes.append(Cell.digits(of: value))
      case .text(let text): Self.append(text, to: &bytes)
      case .blob(let blob): bytes.append(Cell.literal(of: blob))
      }
    }
    bytes.append("\n")
  }

  func footer(count: Int, into bytes: inout [UInt8]) {}

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    if text.utf8.allSatisfy({ isPrintableASCII($0) && $0 != UInt8(ascii: "\\") }) {
      bytes.append(text)
      return
    }
    walkScalars(of: text) { scalar, isConcealed in
      if isConcealed {
        appendEscape(of: scalar, to: &bytes)
      } else {
        if scalar == "\\" { bytes.append("\\") }
        bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
  }
}
