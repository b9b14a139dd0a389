import Glibc
import Records

// What dot commands do with results, and where results go.
extension Repl {
  // MARK: What dot commands do

  /// Shows what a function lists, in the mode of results.
  func show(_ listing: () throws(Message) -> Listing) throws(ReplStop) {
    try write(try ReplStop.converting(listing), in: settings.mode)
  }

  /// Shows texts of several lines as they are; in a mode that is for other programs, as rows.
  func show(_ texts: [String], named column: String) throws(ReplStop) {
    guard [.table, .line, .tsv].contains(settings.mode) else {
      return try show { Listing(columns: [column], rows: texts.map { [.text($0)] }) }
    }
    try paging { target throws(ReplStop) in
      for text in texts {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines { try write(visible(String(line)) + "\n", to: target) }
      }
    }
  }

  /// Has an answer written to where results go, behind a pager if one is wanted.
  private func paging(_ write: (Destination) throws(ReplStop) -> Void) throws(ReplStop) {
    let target = paged
    do throws(ReplStop) {
      try write(target)
    } catch {
      try? target.finishPaging()
      throw error
    }
    try ReplStop.converting { () throws(OutputError) in try target.finishPaging() }
    if file?.isOnce == true { try closeFile() }
  }

  /// Says something of the REPL's own on the screen.
  func say(_ text: String) throws(ReplStop) { try write(text, to: screen) }

  /// Asks about the clinic's records, as of the moment of the session.
  func ask(_ question: ClinicQuestion) throws(ReplStop) {
    try paging { target throws(ReplStop) in
      let page = ReportPage(settings.mode, to: target, page: page) { [errors] in
        try? errors.write($0 + "\n")
      }
      try engine.answer(question, page)
    }
  }

  /// Proves the events behind the last result.
  func prove(to folder: String?) throws(ReplStop) {
    guard let lastResult else { throw .message(nothingToShow) }
    try ask(.prove(result: lastResult, folder: folder))
  }

  /// Why there is no last result.
  private var nothingToShow: Message {
    Message(
      "there is no result to show again",
      hint: lastStatement == nil ? nil : "it had more than \(Self.mostKept) rows")
  }

  /// Shows the last result again.
  func showLast(in mode: OutputMode?) throws(ReplStop) {
    guard let lastResult else { throw .message(nothingToShow) }
    try write(lastResult, in: mode ?? settings.mode)
    if file?.isOnce == true { try closeFile() }
  }

  /// Runs a statement again and again until Ctrl-C.
  func watch(_ sql: String, every seconds: Int) throws(ReplStop) {
    isWatching = true
    defer { isWatching = false }
    while true {
      try run(.init(text: sql, line: 1), isScript: false)
      var wait = pollfd(fd: Interrupts.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&wait, 1, Int32(seconds) * 1000) != 0 || Interrupts.pending {
        Interrupts.clear()
        return
      }
    }
  }

  /// Has results written to a file, the next one or all of them, or to the screen again.
  func redirect(to path: String?, once isOnce: Bool = false) throws(ReplStop) {
    try closeFile()
    guard let path else { return }
    let folder = settings.protectedFolder
    let opened = try ReplStop.converting { () throws(Message) in
      try Destination.file(path, protecting: folder)
    }
    file = (opened, path, isOnce)
  }

  // MARK: Writing

  /// Where one result goes: behind a pager, if somebody reads it and wants one.
  var paged: Destination {
    guard settings.pages, isInteractive, !isWatching, file == nil,
      let pager = Pager(screen, environment: environment)
    else { return results }
    return Destination(pager)
  }

  var results: Destination { file?.destination ?? screen }

  var page: Page {
    let target = results
    guard target.isTerminal else { return .file }
    return .terminal(width: target.width, rowLimit: settings.rowLimit, style: settings.style)
  }

  /// Writes an answer that is there as a whole.
  private func write(_ listing: Listing, in mode: OutputMode) throws(ReplStop) {
    let writer = ResultWriter(mode, to: results, page: page)
    writer.begin(columns: listing.columns)
    for row in listing.rows where !writer.row(row) { break }
    try finish(writer)
  }

  func write(_ text: String, to destination: Destination) throws(ReplStop) {
    try ReplStop.converting { () throws(OutputError) in try destination.write(text) }
  }

  /// Ends a result.
  ///
  /// A file that fails is given up and told of; the screen's failure ends the session.
  func finish(_ writer: ResultWriter) throws(ReplStop) {
    do throws(OutputError) {
      try writer.end()
    } catch {
      guard file != nil, let message = error.message else { throw .output(error) }
      try? closeFile()
      throw .message(message)
    }
  }

  func closeFile() throws(ReplStop) {
    guard let (destination, path, _) = file else { return }
    file = nil
    do throws(OutputError) {
      try destination.close()
    } catch {
      guard let message = error.message else { throw .output(error) }
      throw .message(message.at(path))
    }
  }
}
