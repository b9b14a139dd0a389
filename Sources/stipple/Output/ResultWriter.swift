/// Writes one result, row by row, in a mode, to a destination.
///
/// What writing came to is looked at once, in `end()`: the loop over rows only asks whether to go on.
final class ResultWriter {
  private enum Format {
    case unopened
    case table(TableFormat)
    case line(LineFormat)
    case markdown(MarkdownFormat)
    case csv(CSVFormat)
    case tsv(TSVFormat)
    case json(JSONFormat)
    case ndjson(NDJSONFormat)
    case html(HTMLFormat)
  }

  /// As much as is kept before it is written, bytes.
  private static let bufferSize = 1 << 16

  private let mode: OutputMode
  private let destination: Destination
  private let page: Page
  private var format = Format.unopened
  private var buffer: [UInt8] = []

  /// Rows taken so far, shown or not.
  private(set) var rowCount = 0

  /// The columns and rows, as far as they are kept to be shown again; nil where they were too many.
  private(set) var kept: Listing?
  private var mostKept = 0

  /// Has up to so many rows kept.
  func keeps(_ rows: Int) { mostKept = rows }

  /// Why no more can be written; nil while it can.
  private(set) var failure: OutputError?

  init(_ mode: OutputMode, to destination: Destination, page: Page) {
    self.mode = mode
    self.destination = destination
    self.page = page
  }

  /// Rows that were counted and not shown: a table's beyond the page's limit.
  var hiddenCount: Int {
    guard mode == .table, let limit = page.rowLimit else { return 0 }
    return max(0, rowCount - limit)
  }

  /// Whether rows are only written once all of them are known.
  var isLaidOutAtEnd: Bool { mode == .table && page.isTerminal }

  /// Whether a result was begun: a statement that gives none needs no footer.
  var isOpen: Bool {
    if case .unopened = format { false } else { true }
  }

  /// Begins the result; once, before its first row.
  func begin(columns: [String]) {
    precondition(!isOpen, "a result is begun once")
    if mostKept > 0 { kept = Listing(columns: columns, rows: []) }
    switch mode {
    case .table: format = .table(open(columns))
    case .line: format = .line(open(columns))
    case .markdown: format = .markdown(open(columns))
    case .csv: format = .csv(open(columns))
    case .tsv: format = .tsv(open(columns))
    case .json: format = .json(open(columns))
    case .ndjson: format = .ndjson(open(columns))
    case .html: format = .html(open(columns))
    }
  }

  /// Takes a row of as many cells as there are columns; false when nobody takes any more.
  func row(_ cells: [Cell]) -> Bool {
    guard failure == nil else { return false }
    switch format {
    case .unopened: preconditionFailure("a row came before its columns")
    case .table(let table): table.row(cells, index: rowCount, into: &buffer)
    case .line(let line): line.row(cells, index: rowCount, into: &buffer)
    case .markdown(let markdown): markdown.row(cells, index: rowCount, into: &buffer)
    case .csv(let csv): csv.row(cells, index: rowCount, into: &buffer)
    case .tsv(let tsv): tsv.row(cells, index: rowCount, into: &buffer)
    case .json(let json): json.row(cells, index: rowCount, into: &buffer)
    case .ndjson(let ndjson): ndjson.row(cells, index: rowCount, into: &buffer)
    case .html(let html): html.row(cells, index: rowCount, into: &buffer)
    }
    rowCount += 1
    if rowCount > mostKept { kept = nil } else { kept?.rows.append(cells) }
    if buffer.count >= Self.bufferSize { flush() }
    return failure == nil
  }

  /// Ends the result after its last row; does nothing when none was begun.
  func end() throws(OutputError) {
    switch format {
    case .unopened: break
    case .table(let table): table.footer(count: rowCount, into: &buffer)
    case .line(let line): line.footer(count: rowCount, into: &buffer)
    case .markdown(let markdown): markdown.footer(count: rowCount, into: &buffer)
    case .csv(let csv): csv.footer(count: rowCount, into: &buffer)
    case .tsv(let tsv): tsv.footer(count: rowCount, into: &buffer)
    case .json(let json): json.footer(count: rowCount, into: &buffer)
    case .ndjson(let ndjson): ndjson.footer(count: rowCount, into: &buffer)
    case .html(let html): html.footer(count: rowCount, into: &buffer)
    }
    flush()
    if let failure { throw failure }
  }

  /// Ends a result that broke off: what was streamed is written, and nothing that makes it look whole.
  func abandon() {
    if rowCount == 0 { buffer.removeAll() }
    if case .json = format, rowCount > 0 { buffer.append("\n") }
    flush()
  }

  /// Writes an answer that is there as a whole.
  static func write(
    _ listing: Listing, mode: OutputMode, to destination: Destination, page: Page
  ) throws(OutputError) {
    let writer = ResultWriter(mode, to: destination, page: page)
    writer.begin(columns: listing.columns)
    for row in listing.rows where !writer.row(row) { break }
    try writer.end()
  }

  private func open<Form: RowFormat>(_ columns: [String]) -> Form {
    let form = Form(columns: columns, page: page)
    form.header(into: &buffer)
    return form
  }

  /// Writes what is kept; a follower's rows are to be seen as they come.
  func flush() {
    guard failure == nil, !buffer.isEmpty else { return }
    do throws(OutputError) {
      try destination.write(buffer)
    } catch {
      failure = error
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
