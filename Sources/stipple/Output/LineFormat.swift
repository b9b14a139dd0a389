import Records

/// One field a line, `name = value`, and an empty line between rows: for rows too wide for a table.
struct LineFormat: RowFormat {
  private let names: [String]
  private let style: Style

  init(columns: [String], page: Page) {
    let shown = columns.map(visible)
    let widest = shown.map { displayWidth($0) }.max() ?? 0
    style = page.style
    names = shown.map { String(repeating: " ", count: widest - displayWidth($0)) + $0 }
  }

  func header(into bytes: inout [UInt8]) {}

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    if index > 0 { bytes.append("\n") }
    for (name, cell) in zip(names, cells) {
      bytes.append(style.bold(name))
      bytes.append(" = ")
      switch cell {
      case .null: bytes.append(style.dim("NULL"))
      case .integer(let value): bytes.append(String(value))
      case .real(let value): bytes.append(Cell.digits(of: value))
      case .text(let text): appendVisible(text, to: &bytes)
      case .blob(let blob): bytes.append(Cell.literal(of: blob))
      }
      bytes.append("\n")
    }
  }

  func footer(count: Int, into bytes: inout [UInt8]) {}
}
