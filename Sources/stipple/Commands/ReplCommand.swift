import ArgumentParser
import ClinicSQL
import ClinicStore
import EventLog
import Glibc
import Records

/// `stipple` and `stipple repl`.
struct ReplCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract: "Ask in SQL, line by line (what stipple does without a command).",
    discussion: """
      Statements end in ; and may span lines. .help lists the dot commands, .tables what there is \
      to ask. Ctrl-C cancels a query, never the REPL; Ctrl-D or .quit leaves. With input piped in, \
      it is answered and the first error stops.
      """)

  @OptionGroup var options: StoreOptions

  func run() throws {
    let session = try QuerySession(store: options.open())
    session.moment = try options.moment(in: session.store)
    session.progress = { [options] in Progress("query", options) }
    let isInteractive = isatty(STDIN_FILENO) == 1
    var settings = Repl.Settings(options: options)
    if isInteractive && !options.quiet { settings.banner = try Banner.text(of: session) }
    if isInteractive { settings.startFile = UserFolder.config.path.map { $0 + "/replrc" } }
    let repl = Repl(
      engine: session.engine, settings: settings, isInteractive: isInteractive,
      output: .standardOutput, errors: .standardError)
    if isInteractive {
      repl.editor = ReplEditor(
        session, isPlain: options.plain, isColored: options.style != .plain)
    }
    let status = repl.run()
    if status != .ok { throw status }
  }
}

/// What the REPL says when it opens.
enum Banner {
  static func text(of session: QuerySession) throws -> String {
    let store = session.store
    let head = try store.head()
    var parts = [visible(store.path), "\(head.position) events"]
    if let last = head.recordedAt { parts.append("last recorded \(store.zone.display(last))") }
    switch session.dueCalls {
    case nil, 0: break
    case 1: parts.append("1 call is due")
    case let calls?: parts.append("\(calls) calls are due")
    }
    return parts.joined(separator: " · ")
      + "\n.help for help, .help tour for a tour, .quit to leave"
  }
}
