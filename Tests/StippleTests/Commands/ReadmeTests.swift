import Foundation
import TestProcesses
import Testing

/// Every transcript in the README is what the commands print.
@Suite struct ReadmeTests {
  /// A command of the README and what it is said to print.
  struct Step: Sendable {
    var command: String
    var output: [String]
  }

  static let root = Command.fixture.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The README's `console` blocks: `$ ` begins a command, `> ` goes on with it.
  static func steps() throws -> [Step] {
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    var steps: [Step] = []
    var isInside = false
    for line in readme.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside, line.hasPrefix("$ ") {
        steps.append(Step(command: String(line.dropFirst(2)), output: []))
      } else if isInside, line.hasPrefix("> "), steps.last?.output.isEmpty == true {
        steps[steps.count - 1].command += "\n" + line.dropFirst(2)
      } else if isInside, !steps.isEmpty {
        steps[steps.count - 1].output.append(line)
      }
    }
    return steps
  }

  @Test func `the README's transcripts are what is printed`() throws {
    let steps = try Self.steps()
    try #require(steps.count >= 8)
    let clinic = try Command()
    try FileManager.default.createSymbolicLink(
      at: clinic.folder.appendingPathComponent("Tests"),
      withDestinationURL: Self.root.appendingPathComponent("Tests"))
    for step in steps {
      let printed = try clinic.typed(step.command)
      #expect(
        Self.matches(printed, step.output),
        """
        $ \(step.command)
        --- the README
        \(step.output.joined(separator: "\n"))
        --- printed
        \(printed.joined(separator: "\n"))
        """)
    }
  }

  /// Line by line; `…` in the README stands for anything within a line, alone for any lines.
  static func matches(_ printed: [String], _ expected: [String]) -> Bool {
    var printed = printed[...]
    for (index, line) in expected.enumerated() {
      if line == "…" {
        guard index + 1 < expected.count else { return true }
        let next = expected[index + 1]
        while let first = printed.first, !fits(first, next) { printed.removeFirst() }
        continue
      }
      guard let first = printed.popFirst(), fits(first, line) else { return false }
    }
    return printed.isEmpty
  }

  static func fits(_ line: String, _ pattern: String) -> Bool {
    let parts = pattern.components(separatedBy: "…").map(NSRegularExpression.escapedPattern(for:))
    return line.range(
      of: "^" + parts.joined(separator: ".*") + "$", options: .regularExpression) != nil
  }
}

extension Command {
  /// The lines that a shell command prints on a terminal of 96 columns without colour.
  func typed(_ command: String) throws -> [String] {
    let programs = (try BuiltProgram.path("stipple") as NSString).deletingLastPathComponent
    let text = try ChildProcess(
      "/usr/bin/script", ["-qec", "stty cols 96 rows 50; \(command)", "/dev/null"], in: folder,
      scratch: folder,
      environment: [
        "PATH": "\(programs):/usr/bin:/bin", "NO_COLOR": "1", "TERM": "xterm",
        "STIPPLE_ACTOR": "U1",
      ]
    ).outcome().output
    var lines = text.replacingOccurrences(of: "\r\n", with: "\n").components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    return lines.map { line in
      // A table pads its last column; nobody sees that, and editors strip it.
      String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
