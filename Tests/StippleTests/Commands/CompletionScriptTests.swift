import ArgumentParser
import Foundation
import TestProcesses
import Testing

@testable import stipple

/// Scripts that complete commands and options in a shell.
@Suite struct CompletionScriptTests {
  static let names = Stipple.configuration.subcommands.compactMap { $0.configuration.commandName }

  /// How a shell's script names a command where it may be typed.
  private static func offer(_ name: String, in shell: String) -> String {
    switch shell {
    case "bash": "_stipple_\(name)() {"
    case "zsh": "'\(name):"
    default: "-fa '\(name)'"
    }
  }

  @Test(
    arguments: ["bash", "zsh", "fish"],
    [
      ["--generate-completion-script", "SHELL"], ["--generate-completion-script=SHELL"],
      ["-q", "--generate-completion-script", "SHELL"],
    ])
  func `every command is in the script`(_ shell: String, _ words: [String]) throws {
    let script = try Command().run(words.map { $0.replacing("SHELL", with: shell) })
    #expect(script.status == 0, "\(script)")
    #expect(Self.names.count == Stipple.configuration.subcommands.count)
    for name in Self.names {
      #expect(script.output.contains(Self.offer(name, in: shell)), "\(name) in \(shell)")
    }
    for option in ["store", "as-of", "mode"] { #expect(script.output.contains(option)) }
    for mode in OutputMode.allCases { #expect(script.output.contains(mode.rawValue)) }
  }

  /// The script is loaded, and asked what Tab would give.
  @Test(
    arguments: [
      (["re"], ["repl", "record", "recall", "report", "replay", "rebuild", "restore"].sorted()),
      (["--store", "x", "hel"], ["help"]), (["query", "--mode", "h"], ["html"]),
      (["log", "--fol"], ["--follow"]),
    ])
  func `bash completes what is typed`(_ typed: [String], _ offers: [String]) throws {
    let folder = try Command()
    let script = try folder.expect("--generate-completion-script", "bash")
    let asked = """
      set -e
      COMP_WORDS=(stipple "$@")
      COMP_CWORD=$#
      COMP_LINE="${COMP_WORDS[*]}"
      COMP_POINT=${#COMP_LINE}
      _stipple stipple "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" || true
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let path = try folder.file("complete.bash", Data((script + "\n" + asked).utf8))
    let told = try ChildProcess.run("bash", [path] + typed)
    #expect(told.status == 0)
    let words = told.output.split(separator: "\n").map { $0.trimmingPrefix(" ") }
    #expect(words.map { String($0).trimmingCharacters(in: .whitespaces) }.sorted() == offers)
  }

  @Test func `bash can read the script`() throws {
    let folder = try Command()
    let script = try folder.expect("--generate-completion-script", "bash")
    let path = try folder.file("stipple.bash", Data(script.utf8))
    #expect(try ChildProcess.run("bash", ["-n", path]).status == 0)
  }
}
