import ArgumentParser
import ClinicSQL
import ClinicStore
import Glibc
import Records

/// The command: its subcommands, and how its failures end.
struct Stipple: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stipple",
    abstract: "A microneedling clinic's records as immutable events, asked in SQL.",
    discussion: """
      Every booking, numbing decision, serum, needle pass and aftercare call is an event: appended \
      once, never changed, folded into tables that SQL can ask. Without a command, stipple opens \
      its REPL on the store.

      The store is the one named by --store, else by $STIPPLE_STORE, else ./clinic.stipple.
      Who records is named by --actor, else by $STIPPLE_ACTOR.

      Begin with:
        stipple init clinic.stipple --clinic "North Street" --zone Europe/London
        stipple record --help
        stipple
      """,
    version: "stipple 0.1.0",
    subcommands: [
      ReplCommand.self, InitCommand.self, RecordCommand.self, SessionCommand.self,
      CorrectCommand.self,
      StrikeCommand.self, ImportCommand.self, ExportCommand.self, LogCommand.self,
      ShowCommand.self, AuditCommand.self, RecallCommand.self, ReportCommand.self,
      HistoryCommand.self, DiffCommand.self, BlameCommand.self,
      QueryCommand.self, SimulateCommand.self, DoctorCommand.self,
      ReplayCommand.self, RebuildCommand.self, VerifyCommand.self,
      BackupCommand.self, RestoreCommand.self,
      CheckpointCommand.self, BundleCommand.self, ProveCommand.self,
    ],
    defaultSubcommand: ReplCommand.self)

  /// The command that the program's arguments ask for.
  ///
  /// One whose name comes first is read alone, since the argument parser looks at every option of every
  /// command that it knows of. What is not to be read so is read anew by the whole program: then help
  /// and what went wrong are told as of all of it.
  static func command(of arguments: [String]) throws -> any ParsableCommand {
    let named = configuration.subcommands.first {
      $0.configuration.commandName == arguments.first
    }
    if let named, let command = try? named.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == named
    {
      return command
    }
    try refuseUnknown(arguments.first, named)
    return try parseAsRoot(arguments)
  }

  /// A first word that is no option names a command.
  private static func refuseUnknown(
    _ word: String?, _ named: (any ParsableCommand.Type)?
  ) throws(Message) {
    guard let word, named == nil, !word.hasPrefix("-"), word != "help" else { return }
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    throw Message(
      "no such command: \(word)",
      hint: Suggestion.nearest(to: word, among: names).map { "did you mean \($0)?" }
        ?? "stipple --help lists them",
      status: .usage)
  }
}

/// The program's beginning and its one way out.
@main
enum Program {
  /// The words that the program was called with.
  ///
  /// - Throws: ``Message`` where one is not UTF-8: Swift would put U+FFFD for what is none, and that
  ///   would be recorded.
  private static func arguments() throws(Message) -> [String] {
    var words: [String] = []
    for place in 0..<Int(CommandLine.argc) {
      guard let bytes = CommandLine.unsafeArgv[place] else { break }
      guard let word = String(validatingCString: bytes) else {
        throw Message(
          "word \(place) of the command is not text in UTF-8", note: "nothing was recorded",
          status: .badInput)
      }
      words.append(word)
    }
    return words
  }

  static func main() {
    // A pager or a `head` that closes early is no error, and no reason to die half-way.
    signal(SIGPIPE, SIG_IGN)
    // At the limit of a file's size a write then says so, rather than ending the process.
    signal(SIGXFSZ, SIG_IGN)
    FatalSignals.install()
    do {
      var command = try Stipple.command(of: GlobalArguments.ordered(arguments()))
      try command.run()
    } catch let message as Message {
      end(message)
    } catch let error as StoreError {
      end(Message(error))
    } catch let error as SQLError {
      end(Message(error, source: nil))
    } catch let status as ExitStatus {
      exit(status.rawValue)
    } catch let failure as OutputError {
      guard let message = failure.message else { exit(failure.status.rawValue) }
      end(message)
    } catch {
      // What the argument parser has to say: help that was asked for, or what it could not read.
      guard Stipple.exitCode(for: error) != .success else { Stipple.exit(withError: error) }
      end(Message(ofArguments: Stipple.message(for: error)))
    }
  }
}

extension Program {
  /// Tells what went wrong on standard error and ends with its exit code.
  private static func end(_ message: Message) -> Never {
    try? Destination.standardError.write(message.text(.errors))
    exit(message.status.rawValue)
  }
}

extension Style {
  /// Colour on standard error as the command line asks for it, whether or not all of it can be read.
  static var errors: Style {
    Style(
      GlobalArguments.color(in: CommandLine.arguments), isTerminal: isatty(STDERR_FILENO) == 1,
      environment: environment)
  }
}

extension Message {
  /// What the argument parser says: a line, and after it the words that could stand there, if it lists
  /// them.
  init(ofArguments text: String) {
    let lines = text.split(separator: "\n")
    let words = lines.dropFirst().map { $0.drop { $0 == " " || $0 == "-" } }
    self.init(
      String(lines.first ?? ""),
      hint: words.isEmpty
        ? "stipple --help, or stipple help COMMAND" : words.joined(separator: ", "),
      status: .usage)
  }
}

/// The value of an environment variable, nil where it is not set (`getenv`).
func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
