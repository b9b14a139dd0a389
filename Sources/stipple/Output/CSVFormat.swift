import Records

/// Comma-separated values of RFC 4180, with a header.
///
/// NULL is an empty field, and the empty text a quoted one. Text that a spreadsheet would run as a
/// formula gets an apostrophe before it. On a terminal what cannot be seen is written out.
struct CSVFormat: RowFormat {
  private let columns: [String]
  private let isTerminal: Bool

  init(columns: [String], page: Page) {
    self.columns = columns
    isTerminal = page.isTerminal
  }

  func header(into bytes: inout [UInt8]) {
    for (position, name) in columns.enumerated() {
      if position > 0 { bytes.append(",") }
      append(name, to: &bytes)
    }
    endLine(&bytes)
  }

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    for (position, cell) in cells.enumerated() {
      if position > 0 { bytes.append(",") }
      switch cell {
      case .null: break
      case .integer(let value): bytes.append(String(value))
      case .real(let value): bytes.append(Cell.digits(of: value))
      case .text(let text): append(text, to: &bytes)
      case .blob(let blob): bytes.append(Cell.literal(of: blob))
      }
    }
    endLine(&bytes)
  }

  func footer(count: Int, into bytes: inout [UInt8]) {}

  /// RFC 4180 ends lines in CR LF; a terminal is sent no CR.
  private func endLine(_ bytes: inout [UInt8]) { bytes.append(isTerminal ? "\n" : "\r\n") }

  private func append(_ text: String, to bytes: inout [UInt8]) {
    let guarded = Self.isFormula(text) ? "'" + text : text
    let shown = isTerminal ? visible(guarded) : guarded
    guard shown.isEmpty || shown.utf8.contains(where: Self.needsQuotes) else {
      bytes.append(shown)
      return
    }
    bytes.append("\"")
    for byte in shown.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append("\"") }
      bytes.append(byte)
    }
    bytes.append("\"")
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: " "), 0..<0x20: true
    default: false
    }
  }

  /// Whether a spreadsheet would take the text for a formula: it begins as one and is no plain number.
  static func isFormula(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    switch first {
    case UInt8(ascii: "+"), UInt8(ascii: "-"): return !isNumber(text.utf8.dropFirst())
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
    default: return false
    }
  }

  /// Digits, with a fraction and an exponent at most.
  private static func isNumber(_ bytes: Substring.UTF8View) -> Bool {
    var rest = bytes[...]
    func digits() -> Bool {
      let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(run.count)
      return !run.isEmpty
    }
    guard digits() else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() else { return false }
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard digits() else { return false }
    }
    return rest.isEmpty
  }
}
