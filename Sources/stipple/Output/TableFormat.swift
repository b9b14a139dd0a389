import Records

/// Columns side by side under a header, as wide as the screen: what a reader wants first.
///
/// A table is laid out when its last row is known. Rows beyond the page's limit are counted, not kept,
/// and the reader is told of them. When there are too many columns to stand beside each other the rows
/// are written a field a line instead: none is ever left out.
final class TableFormat: RowFormat {
  private let columns: [String]
  private let page: Page
  private var rows: [[Cell]] = []

  init(columns: [String], page: Page) {
    self.columns = columns
    self.page = page
  }

  func header(into bytes: inout [UInt8]) {}

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    if index < page.rowLimit ?? .max { rows.append(cells) }
  }

  func footer(count: Int, into bytes: inout [UInt8]) {
    let isNumber = columns.indices.map(isNumeric)
    let cells = rows.map { $0.map(shown) }
    let names = columns.map { Shown(text: visible($0)) }
    let natural = columns.indices.map { column in
      cells.reduce(names[column].width) { max($0, $1[column].width) }
    }
    switch ColumnFit.fit(natural, isNumber: isNumber, into: page.width) {
    case .columns(let widths):
      append(names, widths, isNumber, to: &bytes) { page.style.bold($0) }
      for line in cells { append(line, widths, isNumber, to: &bytes) { $0 } }
    case .tooWide(let width):
      appendLines(width, to: &bytes)
    }
    if count > rows.count {
      let hidden = count - rows.count
      let note = "… \(hidden) more \(hidden == 1 ? "row" : "rows"), not shown"
      bytes.append(page.style.dim(note) + "\n")
    }
  }
}

extension TableFormat {
  /// A cell as text, and the columns that it takes.
  private struct Shown {
    var text: String
    var width: Int
    var isNull = false

    init(text: String, isNull: Bool = false) {
      self.text = text
      self.isNull = isNull
      width = displayWidth(text)
    }
  }

  /// Whether a column holds numbers and nothing else but NULL.
  private func isNumeric(_ column: Int) -> Bool {
    var hasNumber = false
    for row in rows where row[column] != .null {
      guard row[column].isNumber else { return false }
      hasNumber = true
    }
    return hasNumber
  }

  private func shown(_ cell: Cell) -> Shown {
    switch cell {
    case .null: Shown(text: "NULL", isNull: true)
    case .integer(let value): Shown(text: String(value))
    case .real(let value): Shown(text: Cell.digits(of: value))
    case .text(let text): Shown(text: visible(beginning(of: text)))
    case .blob(let blob): Shown(text: Cell.literal(of: blob, most: page.width ?? .max))
    }
  }

  /// As much of a text as could ever be seen: a cell may hold megabytes, a line holds its width.
  private func beginning(of text: String) -> String {
    guard let width = page.width, text.utf8.count > 64 * width else { return text }
    return String(text.unicodeScalars.prefix(32 * width)) + "…"
  }

  private func append(
    _ line: [Shown], _ widths: [Int], _ isNumber: [Bool], to bytes: inout [UInt8],
    set: (String) -> String
  ) {
    // Spaces are owed until text comes, so that no line ends in them.
    var spaces = 0
    for (column, cell) in line.enumerated() {
      let (text, width) = fitted(cell.text, into: widths[column])
      let pad = widths[column] - width
      if isNumber[column] { spaces += pad }
      if !text.isEmpty {
        bytes.append(contentsOf: repeatElement(0x20, count: spaces))
        bytes.append(cell.isNull ? page.style.dim(text) : set(text))
        spaces = 0
      }
      spaces += ColumnFit.gap + (isNumber[column] ? 0 : pad)
    }
    bytes.append("\n")
  }

  private func appendLines(_ width: Int, to bytes: inout [UInt8]) {
    let format = LineFormat(columns: columns, page: page)
    for (index, row) in rows.enumerated() { format.row(row, index: index, into: &bytes) }
    if rows.isEmpty {
      for name in columns { bytes.append(page.style.bold(visible(name)) + "\n") }
    }
    let note = "(\(columns.count) columns, \(width) wide: shown a field a line)"
    bytes.append(page.style.dim(note) + "\n")
  }
}
