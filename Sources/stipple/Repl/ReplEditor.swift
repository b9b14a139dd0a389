import Clinic
import ClinicSQL
import Glibc
import LineEditor

/// The line editor as the REPL uses it: SQL and dot commands, completed, coloured, and remembered.
struct ReplEditor {
  private let editor: LineEditor

  /// An editor for a session, or nil where lines are better read plainly.
  ///
  /// See ``LineEditor/LineEditor/isUsable(input:output:environment:)``.
  init?(_ session: QuerySession, isPlain: Bool, isColored: Bool) {
    guard !isPlain, LineEditor.isUsable(environment: environment) else { return nil }
    let names = session.names
    var completer = Completer(names: names)
    completer.ids = { [unowned session] in session.ids(of: $0, beginning: $1, limit: $2) }
    completer.parameters = { [unowned session] in session.parameters.keys.sorted() }
    completer.savedQueries = { SavedQueries.standard.names }
    let highlighting = Highlighting(names: names)
    let redaction = Redaction(names: names)
    editor = LineEditor(
      language: EditedLanguage(
        isComplete: Self.isComplete,
        complete: { [completer] in
          completer.completion(of: $0, at: $1).map(Completion.init)
        },
        highlight: { text in
          highlighting.spans(of: text).map { StyledRange($0.range, $0.role.style) }
        }),
      history: Self.history(redact: redaction.redacted), isColored: isColored)
  }

  /// Waits for a statement, or a line that is a command by itself.
  func read(prompt: String, continuation: String) -> LineEditor.Outcome {
    editor.readStatement(prompt: .init(prompt, continuation: continuation))
  }

  /// What is wrong with the history's file, told once.
  func problem() -> Message? {
    editor.history.takeProblem().map(Message.init)
  }

  /// Whether Enter runs a text: SQL that is whole, a dot command, a word of habit, or nothing at all.
  private static func isComplete(_ text: String) -> Bool {
    if DotLine.begins(text) || Repl.command(spelledAs: text) != nil { return true }
    return Connection.isBlank(text) || Connection.isComplete(text)
  }

  /// Statements that were run, in `$XDG_STATE_HOME/stipple/history`.
  ///
  /// Their literals are left out of the file, since they are clients' data; `STIPPLE_HISTORY=full` keeps
  /// them, `off` keeps no file.
  private static func history(redact: @escaping (String) -> String) -> StatementHistory {
    let choice = environment("STIPPLE_HISTORY")
    guard choice != "off", let folder = UserFolder.state.path else { return StatementHistory() }
    return StatementHistory(
      path: folder + "/history", redact: choice == "full" ? { $0 } : redact)
  }
}

/// Where a user's files of a kind are kept, by the XDG Base Directory Specification.
enum UserFolder {
  /// What one writes oneself: `$XDG_CONFIG_HOME`, or `~/.config`.
  case config
  /// What the program remembers: `$XDG_STATE_HOME`, or `~/.local/state`.
  case state

  /// Our own folder in it; nil where there is no home either.
  var path: String? {
    let (name, usual) =
      switch self {
      case .config: ("XDG_CONFIG_HOME", "/.config")
      case .state: ("XDG_STATE_HOME", "/.local/state")
      }
    // A relative path is to be ignored, says the specification.
    if let given = environment(name), given.first == "/" { return given + "/stipple" }
    guard let home = environment("HOME"), home.first == "/" else { return nil }
    return home + usual + "/stipple"
  }
}

extension Completion {
  /// An offer as the editor takes it; what a list says beside a word is its kind.
  fileprivate init(_ offer: CompletionOffer) {
    self.init(
      range: offer.range,
      candidates: offer.candidates.map { .init($0.text, detail: $0.kind.rawValue) })
  }
}

extension Highlighting.Role {
  /// How it looks on a terminal of 16 colours.
  fileprivate var style: TextStyle {
    switch self {
    case .keyword: TextStyle(.green)
    case .function, .table: TextStyle(.cyan)
    case .string, .number: TextStyle(.yellow)
    case .comment: TextStyle(isDim: true)
    case .moment, .parameter: TextStyle(.magenta)
    case .command: TextStyle(isBold: true)
    // Set off without a colour, since it may only be unfinished.
    case .unknown: TextStyle(isUnderlined: true)
    case .unclosed: TextStyle(.red)
    }
  }
}

extension Message {
  /// What is wrong with the history's file; the session goes on without it.
  fileprivate init(_ problem: HistoryProblem) {
    self.init(
      "the history at \(problem.path) is not kept as it should be: \(problem)",
      note: "the session goes on; STIPPLE_HISTORY=off leaves it out", status: .io)
  }
}
