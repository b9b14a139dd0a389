import ArgumentParser
import Foundation
import TestProcesses
import Testing

@testable import stipple

/// The manual page that `Tools/manual` makes of the program's own help.
@Suite struct ManualTests {
  /// Macros of man(7) and requests of roff that the page is made of.
  private static let macros: Set<String> = [
    #".\""#, ".TH", ".SH", ".SS", ".PP", ".TP", ".EX", ".EE", ".br", ".nr", ".ad",
  ]

  private static func lines() throws -> [String] {
    let outcome = try Python().run([
      PackageFolder.path("Tools/manual"), BuiltProgram.path("stipple"),
    ])
    try #require(outcome.status == 0, "\(outcome)")
    return outcome.output.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func `every command and section is there, in order`() throws {
    let lines = try Self.lines()
    let heads = lines.filter { $0.hasPrefix(".SH ") || $0.hasPrefix(".SS ") }
    let commands = Stipple.configuration.subcommands.compactMap { $0.configuration.commandName }
    #expect(
      heads == [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH OPTIONS", ".SH COMMANDS"]
        + commands.map { ".SS \"\($0)\"" } + [".SH EXIT STATUS", ".SH ENVIRONMENT"])
  }

  @Test func `every exit code is told`() throws {
    let lines = try Self.lines()
    let codes = Set(lines.drop { $0 != ".SH EXIT STATUS" }.prefix { $0 != ".SH ENVIRONMENT" })
    // The raw values that there are, of all that a process can end with.
    for code in (Int32(0)...255).compactMap(ExitStatus.init(rawValue:)) {
      #expect(codes.contains("\\fB\(code.rawValue)\\fR"), "\(code)")
    }
  }

  /// The home folder is where the others are said to be, and no choice of the program's.
  @Test func `every variable that is asked for is told`() throws {
    let sources = PackageFolder.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap {
      ($0 as? String).flatMap { $0.hasSuffix(".swift") ? sources.appending(path: $0) : nil }
    }
    var names: Set<String> = []
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      names.formUnion(
        text.matches(of: /"((?:STIPPLE|XDG)_[A-Z_]+|NO_COLOR|PAGER|TERM|ACCESSIBLE)"/)
          .map { String($0.1) })
    }
    #expect(names.isSuperset(of: ["STIPPLE_STORE", "STIPPLE_KEY", "XDG_CONFIG_HOME", "PAGER"]))
    let told = Set(try Self.lines().drop { $0 != ".SH ENVIRONMENT" })
    for name in names { #expect(told.contains("\\fB\(name)\\fR"), "\(name)") }
  }

  @Test func `roff takes no text for a request`() throws {
    let lines = try Self.lines()
    for line in lines where line.hasPrefix(".") || line.hasPrefix("'") {
      let word = line.prefix { $0 != " " }
      #expect(Self.macros.contains(String(word)), "\(line)")
    }
    let text = lines.joined(separator: "\n")
    #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
    // Each backslash begins an escape that the tool writes itself.
    let escape = /\\(?:[&"-]|\((?:rs|aq|ga|ha|ti|dq)|\[u[0-9A-F]{4,6}\]|f[BIR])/
    #expect(!text.replacing(escape, with: "").contains("\\"))
    #expect(lines.filter { $0 == ".EX" }.count == lines.filter { $0 == ".EE" }.count)
  }

  @Test func `examples keep their lines`() throws {
    let lines = try Self.lines()
    let first = try #require(lines.firstIndex(of: ".EX"))
    #expect(
      lines[first + 1].hasPrefix("  stipple init clinic.stipple \\-\\-clinic \"North Street\""))
    #expect(lines[first + 4] == ".EE")
    #expect(
      lines.contains { $0.hasPrefix("  stipple record serum\\-applied") && $0.hasSuffix("\\(rs") })
  }
}
