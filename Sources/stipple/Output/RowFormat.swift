/// One way of writing a result as text, row by row where the form allows.
///
/// The calls come in order: `header`, `row` for each row, `footer`. A format says nothing of where the
/// bytes go.
protocol RowFormat {
  /// A format for rows of these columns.
  init(columns: [String], page: Page)

  /// Appends what stands before the first row.
  func header(into bytes: inout [UInt8])

  /// Appends one row; `index` counts from 0.
  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8])

  /// Appends what stands after the last of `count` rows.
  func footer(count: Int, into bytes: inout [UInt8])
}

extension [UInt8] {
  /// Appends the text's UTF-8.
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// Appends a character of ASCII.
  mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }
}
