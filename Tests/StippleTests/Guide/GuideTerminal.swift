import Foundation
import TestProcesses

@testable import TestTerminal

/// A guided visit on a terminal of its own, as somebody at the keyboard has it.
final class GuideTerminal {
  private let terminal: PseudoTerminal
  /// How many rows there were when a line was last typed.
  private var seen = 0

  init(
    _ clinic: Command, _ client: String = "C1", as actor: String = "U2", columns: Int = 80
  ) throws {
    let folder = clinic.folder.path
    terminal = try PseudoTerminal(
      [BuiltProgram.path("stipple"), "session", client],
      environment: [
        "TERM=xterm", "PATH=/usr/bin:/bin", "TZ=UTC", "STIPPLE_ACTOR=\(actor)", "HOME=\(folder)",
        "STIPPLE_STORE=\(folder)/clinic.stipple",
      ], columns: columns, rows: 24)
    terminal.keeping = clinic
  }

  /// The rows shown so far that are not blank.
  var rows: [String] { terminal.screen.transcript.filter { !$0.isEmpty } }

  /// Waits until a prompt that begins so stands below what was there when a line was last typed.
  func see(_ prompt: String) throws {
    try terminal.wait(prompt) { screen in
      let rows = screen.transcript.filter { !$0.isEmpty }
      guard let last = rows.last, rows.count > seen else { return false }
      return last.hasPrefix("  \(prompt)") && last.hasSuffix(">")
    }
  }

  /// Waits for each prompt in turn, by its beginning, and types the line to it.
  func answer(_ lines: (prompt: String, line: String)...) throws {
    for (prompt, line) in lines {
      try see(prompt)
      seen = rows.count
      terminal.send(Array((line + "\r").utf8))
    }
  }

  /// Waits for the end and gives its status.
  func ended() throws -> Int32 { try terminal.ended() }

  /// Types Ctrl-D at the prompt and gives the status.
  func leave() throws -> Int32 { try terminal.leave() }
}
