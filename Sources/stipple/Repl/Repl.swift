import Glibc
import LineEditor
import Records

/// Reads statements and dot commands, runs them one by one, and shows what they give.
///
/// On a terminal it prompts and goes on after an error. Anything else is a script, which its first
/// error stops.
final class Repl {
  /// What dot commands change.
  struct Settings {
    var mode = OutputMode.table

    /// The most rows a table shows on a screen; nil is all.
    var rowLimit: Int? = 200

    /// Whether a footer tells the time a statement took.
    var timer = true

    /// How results and messages are set off.
    var style = Style.plain

    /// The store's folder, in which `.output` writes nothing.
    var protectedFolder: String?

    /// Whether what is longer than the screen goes through a pager.
    var pages = false

    /// A file of statements and dot commands that a session begins with.
    var startFile: String?

    /// What a session begins with.
    var banner: String?
  }

  /// Files that run files are read no deeper than this: more is a file that runs itself.
  private static let deepestFile = 16

  let engine: ReplEngine
  var settings: Settings

  /// Reads statements as they are edited on a terminal; nil where lines are read plainly.
  var editor: ReplEditor?

  /// The statement that was run last, and what it gave, if that was not too much to keep.
  private(set) var lastStatement: String?
  var lastResult: Listing?
  /// What stands behind the name of the dot command that runs, as it was typed.
  private(set) var rest = ""
  /// Rows of a result that are kept for `.last`.
  static let mostKept = 10_000

  /// Set by `.quit`.
  var isQuitting = false

  var isWatching = false
  private let input: Int32
  let isInteractive: Bool
  let screen: Destination
  let errors: Destination
  var file: (destination: Destination, path: String, isOnce: Bool)?
  private var fileDepth = 0

  /// - Parameters:
  ///   - isInteractive: whether somebody types: `isatty(0)`.
  ///   - output: takes results; `errors` takes messages and footers, and prompts if `output` is no
  ///     terminal.
  init(
    engine: ReplEngine, settings: Settings, input: Int32 = STDIN_FILENO, isInteractive: Bool,
    output: Destination, errors: Destination
  ) {
    self.engine = engine
    self.settings = settings
    self.input = input
    self.isInteractive = isInteractive
    screen = output
    self.errors = errors
  }

  /// Goes on until the input ends, `.quit`, or what stops a script; says what the command ends with.
  func run() -> ExitStatus {
    var status = ExitStatus.ok
    do throws(ReplStop) {
      switch (isInteractive, editor) {
      case (true, let editor?): try interact(editor)
      case (true, nil): try interact()
      case (false, _): try runScript(LineReader(descriptor: input))
      }
    } catch {
      status = report(error)
    }
    do throws(ReplStop) {
      try closeFile()
    } catch {
      status = report(error)
    }
    return status
  }

  // MARK: A session

  /// Statements come whole, edited.
  private func interact(_ editor: ReplEditor) throws(ReplStop) {
    var splitter = StatementSplitter(isComplete: engine.isComplete)
    if let banner = settings.banner { try prompt(banner + "\n") }
    try begin(&splitter)
    while !isQuitting {
      do throws(ReplStop) {
        if let problem = editor.problem() { throw .message(problem) }
        switch editor.read(
          prompt: promptText(isPending: false), continuation: promptText(isPending: true))
        {
        case .statement(let text):
          try refuseLeftOut(text)
          for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            try take(String(line), number: 1, &splitter)
          }
        case .interrupted: Interrupts.clear()
        case .end: return
        }
      } catch {
        try goOn(after: error, &splitter)
      }
    }
  }

  /// Lines come one by one, as the terminal itself edits them.
  private func interact() throws(ReplStop) {
    var reader = LineReader(descriptor: input)
    var splitter = StatementSplitter(isComplete: engine.isComplete)
    if let banner = settings.banner { try prompt(banner + "\n") }
    try begin(&splitter)
    while !isQuitting {
      try prompt(promptText(isPending: splitter.isPending))
      do throws(ReplStop) {
        switch reader.next() {
        case .line(let line):
          try take(line, number: reader.lineNumber, &splitter)
        case .interrupted:
          splitter.reset()
          try prompt("\n")
        case .refused(let message):
          splitter.reset()
          throw .message(message)
        case .end:
          // So that the shell's own prompt begins a line.
          try prompt("\n")
          return
        }
      } catch {
        try goOn(after: error, &splitter)
      }
    }
  }

  /// Runs the file that a session begins with, if there is one; what is wrong with it is told.
  private func begin(_ splitter: inout StatementSplitter) throws(ReplStop) {
    guard let path = settings.startFile, access(path, F_OK) == 0 else { return }
    do throws(ReplStop) {
      try runFile(path)
    } catch {
      try goOn(after: error, &splitter)
    }
  }

  /// Refuses what the history left out: run as it stands, it would find nothing, and look like an answer.
  private func refuseLeftOut(_ text: String) throws(ReplStop) {
    let mark = Array("'\(Redaction.mark)'".utf8)
    guard let place = Array(text.utf8).firstIndex(of: mark) else { return }
    throw .message(
      Message(
        "the history does not keep literals: one is to be written here again",
        source: .init(text: text, utf8Offset: place),
        hint: "put the value in its place", note: "nothing was run"))
  }

  /// Tells of what went wrong in a session, and forgets what was begun.
  private func goOn(after error: ReplStop, _ splitter: inout StatementSplitter) throws(ReplStop) {
    // A reader that has gone, or a screen that cannot be written, leaves nobody to talk to.
    guard case .message(let message) = error else { throw error }
    splitter.reset()
    // The terminal has shown ^C where the cursor was.
    if message.status == .interrupted { try prompt("\n") }
    _ = report(error)
    Interrupts.clear()
  }

  private func promptText(isPending: Bool) -> String {
    let moment = engine.moment().map { " [\(visible($0))]" } ?? ""
    let prompt = "stipple\(moment)> "
    guard isPending else { return prompt }
    return String(repeating: " ", count: max(0, displayWidth(prompt) - 5)) + "...> "
  }

  private func prompt(_ text: String) throws(ReplStop) {
    try write(text, to: screen.isTerminal ? screen : errors)
  }

  // MARK: A script

  private func runScript(_ lines: consuming LineReader) throws(ReplStop) {
    var reader = lines
    var splitter = StatementSplitter(isComplete: engine.isComplete)
    while !isQuitting {
      switch reader.next() {
      case .line(let line):
        try take(line, number: reader.lineNumber, &splitter)
      case .interrupted:
        throw .message(.interrupted)
      case .refused(let message):
        throw at(reader.lineNumber, .message(message))
      case .end:
        switch splitter.finish() {
        case .nothing: break
        case .statement(let statement): try run(statement, isScript: true)
        case .unfinished(let line):
          throw at(
            line,
            .message(
              Message(
                "unfinished statement: a quote or a comment is not closed",
                note: "it was not run")))
        }
        return
      }
    }
  }

  /// Runs a file of statements and dot commands up to its first error.
  func runFile(_ path: String) throws(ReplStop) {
    guard fileDepth < Self.deepestFile else {
      throw .message(Message("\(path) is read by files \(fileDepth) deep", status: .badInput))
    }
    let input: ScriptInput
    do throws(Message) { input = try ScriptInput.file(path) } catch { throw .message(error) }
    fileDepth += 1
    defer { fileDepth -= 1 }
    do throws(ReplStop) {
      try runScript(LineReader(descriptor: input.descriptor))
    } catch {
      throw error.at(path)
    }
  }

  // MARK: A line

  private func take(
    _ line: String, number: Int, _ splitter: inout StatementSplitter
  ) throws(ReplStop) {
    let isScript = !isInteractive || fileDepth > 0
    if !splitter.isPending {
      if DotLine.begins(line) { return try runDot(line, number: isScript ? number : nil) }
      if !isScript, let command = Self.command(spelledAs: line) { return try command(self, []) }
    }
    for statement in splitter.add(line, number: number) {
      try run(statement, isScript: isScript)
    }
  }

  /// What people type to leave, or when lost, before they know the dot.
  static func command(spelledAs line: String) -> DotCommand? {
    switch line.lowercased().filter({ !$0.isWhitespace && $0 != ";" }) {
    case "exit", "quit": .quit
    case "help", "?": .help
    default: nil
    }
  }

  private func runDot(_ line: String, number: Int?) throws(ReplStop) {
    do throws(ReplStop) {
      let dot = try ReplStop.converting { () throws(Message) in try DotLine(line) }
      let command = try ReplStop.converting { () throws(Message) in try DotCommand.named(dot.name) }
      rest = DotLine.rest(of: line)
      try command(self, dot.arguments)
    } catch {
      throw number.map { at($0, error) } ?? error
    }
  }

  /// Names a script's line, but for the first of the input, which may be the only one.
  private func at(_ line: Int, _ stop: ReplStop) -> ReplStop {
    line > 1 || fileDepth > 0 ? stop.at("line \(line)") : stop
  }

  func run(
    _ statement: StatementSplitter.Statement, isScript: Bool
  ) throws(ReplStop) {
    let target = paged
    let writer = ResultWriter(settings.mode, to: target, page: page)
    let clock = ContinuousClock()
    let start = clock.now
    // A Ctrl-C that came too late for the statement before is not meant for this one.
    if isInteractive, fileDepth == 0 { Interrupts.clear() }
    lastStatement = statement.text
    writer.keeps(Self.mostKept)
    do throws(Message) {
      try engine.execute(statement.text, writer)
    } catch {
      writer.abandon()
      try? target.finishPaging()
      let stop = ReplStop.message(error)
      throw isScript ? at(statement.line, stop) : stop
    }
    let duration = clock.now - start
    try finish(writer)
    try ReplStop.converting { () throws(OutputError) in try target.finishPaging() }
    if writer.isOpen { lastResult = writer.kept }
    let path = file?.path
    if file?.isOnce == true, writer.isOpen { try closeFile() }
    guard isInteractive, writer.isOpen else { return }
    let footer = Footer(
      rows: writer.rowCount, hidden: writer.hiddenCount,
      duration: settings.timer ? duration : nil, moment: engine.answered(),
      file: path)
    try write(settings.style.dim(footer.text) + "\n", to: errors)
  }

  private func report(_ stop: ReplStop) -> ExitStatus {
    let message: Message
    switch stop {
    case .message(let told): message = told
    case .output(let error):
      guard let told = error.message else { return error.status }
      message = told
    }
    // Were stderr gone as well, the exit status still says what happened.
    try? errors.write(message.text(settings.style, width: errors.width))
    return message.status
  }
}

extension [UInt8] {
  /// Where these bytes first stand among them.
  fileprivate func firstIndex(of part: [UInt8]) -> Int? {
    guard count >= part.count else { return nil }
    return (0...count - part.count).first { self[$0..<$0 + part.count].elementsEqual(part) }
  }
}
