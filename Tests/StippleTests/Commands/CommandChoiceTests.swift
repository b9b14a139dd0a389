import ArgumentParser
import Testing

@testable import stipple

/// A command that is read alone must be what the whole program would have read.
@Suite struct CommandChoiceTests {
  static let names = Stipple.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// What may stand behind a command's name: some of it is taken by some commands, most by none.
  static let endings: [[String]] = [
    [], ["--help"], ["-h"], ["help"], ["--version"], ["--store", "s.stipple"], ["--store"],
    ["--store=s.stipple", "--json", "-q"], ["--no-such-option"], ["-Z"], ["a"], ["a", "b"],
    ["a", "b", "c=d"], ["--", "--store"], ["--mode", "csv"], ["--mode", "nonsense"],
    ["-c", "select 1"], ["-c", "select 1", "extra"], ["--as-of", "@3", "a"], ["---completion"],
    ["---completion", "query", "--", "--mode"], ["--generate-completion-script"],
    ["--generate-completion-script", "bash"], ["--experimental-dump-help"], ["--help-hidden"],
    ["query"], ["--actor", "U1", "a", "session/S1"], ["@3"], ["--json", "--help"],
  ]

  /// The command with its options, or all that would be said instead of it.
  private func outcome(_ body: () throws -> any ParsableCommand) -> String {
    do {
      let command = try body()
      return "\(type(of: command)): \(command)"
    } catch {
      return "\(Stipple.exitCode(for: error)): \(Stipple.fullMessage(for: error))"
    }
  }

  @Test(arguments: names + ["", "help", "--version", "--help", "-q"])
  func `whatever stands behind a name is read as by the whole program`(name: String) {
    for ending in Self.endings {
      let words = (name.isEmpty ? [] : [name]) + ending
      // A first word that names nothing: see below.
      if let first = words.first, ["a", "@3"].contains(first) { continue }
      let whole = outcome { try Stipple.parseAsRoot(words) }
      #expect(outcome { try Stipple.command(of: words) } == whole, "\(words)")
    }
  }

  @Test(arguments: [
    ("aduit", "did you mean audit?"), ("QUERY", "did you mean query?"),
    ("zzz", "stipple --help lists them"), ("@3", "stipple --help lists them"),
  ])
  func `a first word that names no command is told, with what may have been meant`(
    word: String, hint: String
  ) {
    for ending in Self.endings {
      let refusal = #expect(throws: Message.self) { try Stipple.command(of: [word] + ending) }
      #expect(
        refusal == Message("no such command: \(word)", hint: hint, status: .usage), "\(ending)")
    }
  }

  /// The control: names alone must lead to as many kinds of command.
  @Test func `every command is found by its name`() throws {
    var found: Set<ObjectIdentifier> = []
    for type in Stipple.configuration.subcommands {
      let name = try #require(type.configuration.commandName)
      #expect(type.configuration.subcommands.isEmpty, "\(name) would have a help of its own")
      found.insert(ObjectIdentifier(type))
    }
    #expect(found.count == Self.names.count)
    #expect(try Stipple.command(of: ["query", "-c", "select 1"]) is QueryCommand)
    #expect(try Stipple.command(of: []) is ReplCommand)
  }
}
