import Glibc
import Records
import Reports

/// A report as it is printed: lines and tables in order where it is read, rows alone where it is piped.
///
/// In table mode all of it goes to the output. In the other modes only rows do, and the lines go
/// aside, to standard error, so that what reads the rows meets nothing else.
struct ReportPage {
  let mode: OutputMode
  let output: Destination
  let page: Page
  /// Takes the lines that do not go with the rows.
  let aside: (String) -> Void

  /// What is folded under a row stands at least so far in.
  private static let indent = 6
  /// A text of any length is not set beside its row in fewer columns.
  private static let narrowest = 40

  init(
    _ mode: OutputMode, to output: Destination, page: Page, aside: @escaping (String) -> Void
  ) {
    self.mode = mode
    self.output = output
    self.page = page
    self.aside = aside
  }

  init(_ options: StoreOptions) {
    self.init(options.outputMode, to: .standardOutput, page: options.page, aside: options.say)
  }

  /// Whether the report is wanted as JSON, and nothing of it as text.
  var isJSON: Bool { mode == .json || mode == .ndjson }

  /// Writes values as one JSON array, or a line each.
  func write(json values: [JSONValue]) throws(OutputError) {
    var bytes: [UInt8] = mode == .json ? [UInt8(ascii: "[")] : []
    for (place, value) in values.enumerated() {
      if mode == .json, place > 0 { bytes.append(contentsOf: ",\n ".utf8) }
      Self.append(value, to: &bytes)
      if mode == .ndjson { bytes.append(UInt8(ascii: "\n")) }
    }
    if mode == .json { bytes.append(contentsOf: "]\n".utf8) }
    try output.write(bytes)
  }

  /// Appends a value; its strings have what cannot be seen escaped, as rows in JSON do.
  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .string(let text): JSONObjectFormat.append(string: text, to: &bytes)
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        append(item, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONObjectFormat.append(string: member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .null, .boolean, .number: bytes.append(contentsOf: value.text.utf8)
    }
  }

  /// Writes lines, folded at spaces where they are wider than the page.
  func write(lines: [String], isHeading: Bool = false) throws(OutputError) {
    guard !lines.isEmpty else { return }
    guard mode == .table else {
      for line in lines { aside(visible(line)) }
      return
    }
    var text = ""
    for line in lines {
      for (place, part) in folded(visible(line), into: page.width).enumerated() {
        text += place == 0 ? "" : "  "
        text += (isHeading ? page.style.bold(part) : part) + "\n"
      }
    }
    try output.write(text)
  }

  /// Sets parts of the report apart, where it is read.
  func space() throws(OutputError) {
    if mode == .table { try output.write("\n") }
  }

  /// Writes a table; where the page is too narrow, long texts are folded, never cut.
  func write(_ table: ReportTable) throws(OutputError) {
    let cells = table.rows.map { $0.map { visible($0 ?? "") } }
    if mode == .table, let width = page.width, let layout = Layout(table, cells, width) {
      try output.write(layout.text(of: cells, page.style))
      return
    }
    try ResultWriter.write(
      Listing(columns: table.columns, rows: table.rows.map { $0.map { .text($0 ?? "") } }),
      mode: mode, to: output, page: page)
  }
}

extension ReportPage {
  /// A table whose long columns are folded beside or under their rows.
  private struct Layout {
    private let names: [String]
    private let widths: [Int]
    private let longColumns: Int
    private let width: Int

    /// Nil where the table fits as it is, or not even its short columns do.
    init?(_ table: ReportTable, _ cells: [[String]], _ width: Int) {
      let natural = table.columns.indices.map { column in
        cells.reduce(displayWidth(table.columns[column])) {
          max($0, displayWidth($1[column]))
        }
      }
      let gaps = ColumnFit.gap * (natural.count - 1)
      let short = natural.dropLast(table.longColumns)
      guard natural.reduce(gaps, +) > width,
        short.reduce(ColumnFit.gap * (short.count - 1), +) <= width
      else { return nil }
      names = Array(table.columns.prefix(short.count + 1))
      widths = Array(short)
      longColumns = table.longColumns
      self.width = width
    }

    /// Where long texts begin: behind the short columns if there is room, else under them.
    private var offset: Int {
      let behind = widths.reduce(0) { $0 + $1 + ColumnFit.gap }
      return width - behind >= ReportPage.narrowest ? behind : ReportPage.indent
    }

    private var isBeside: Bool { offset != ReportPage.indent }

    func text(of cells: [[String]], _ style: Style) -> String {
      var text = style.bold(line(isBeside ? names : names.dropLast())) + "\n"
      for row in cells {
        let short = line(Array(row.dropLast(longColumns)))
        let texts = row.suffix(longColumns).filter { !$0.isEmpty }
        var long = texts.isEmpty ? [] : folded(Self.flowing(texts), into: width - offset)
        if isBeside, !long.isEmpty {
          let pad = offset - displayWidth(short)
          text += short + String(repeating: " ", count: pad) + long.removeFirst() + "\n"
        } else {
          text += short + "\n"
        }
        for part in long { text += String(repeating: " ", count: offset) + part + "\n" }
      }
      return text
    }

    /// The long texts as one: the first, then what is noted of it, in square brackets.
    private static func flowing(_ texts: [String]) -> String {
      guard texts.count > 1 else { return texts[0] }
      return texts[0] + texts.dropFirst().map { " [\($0)]" }.joined()
    }

    private func line(_ cells: [String]) -> String {
      var text = ""
      var owed = 0
      for (cell, width) in zip(cells, widths + [0]) {
        if !cell.isEmpty {
          text += String(repeating: " ", count: owed) + cell
          owed = 0
        }
        owed += width - displayWidth(cell) + ColumnFit.gap
      }
      return text
    }
  }
}
