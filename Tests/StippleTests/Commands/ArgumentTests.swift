import ClinicSQL
import Foundation
import TestProcesses
import Testing

@testable import stipple

/// What the command line is taken for, and what is said where it cannot be.
@Suite struct ArgumentTests {
  @Test(arguments: [
    ("007", "text"), ("12345678901234567890", "text"), ("1e5", "text"), ("00.5", "text"),
    (".5", "text"), ("5.", "text"), ("1.2.3", "text"), ("--1.5", "text"), ("0x10", "text"),
    ("", "text"), ("nan", "text"), ("1234567890.1234567", "text"), ("+5", "text"),
    ("0", "integer"), ("-5", "integer"), ("9223372036854775807", "integer"),
    ("1.5", "real"), ("12.50", "real"), ("0.5", "real"), ("-0.25", "real"),
  ])
  func `a parameter is a number only where it would keep its digits`(
    text: String, kind: String
  ) throws {
    let clinic = try Command.withFirstVisit()
    let sql = "select typeof(:x) as kind, :x as value"
    let answer = try clinic.expect("query", "-c", sql, "-p", "x=\(text)")
    let cells = answer.split(separator: "\n")[1].split(
      separator: "\t", omittingEmptySubsequences: false)
    #expect(cells.first.map(String.init) == kind)
    if kind == "text" { #expect(cells.last.map(String.init) == text) }
    if kind == "real" { #expect(Double(cells[1]) == Double(text)) }
  }

  @Test func `a lot of digits alone is found by them`() throws {
    let clinic = try Command.withFirstVisit()
    let sql =
      "with lots(lot) as (values (cast('0071' as text))) select count(*) from lots where lot = :lot"
    #expect(try clinic.expect("query", "-c", sql, "-p", "lot=0071") == "count(*)\n1\n")
  }

  @Test func `a word that an option does not take is told with those that it does`() throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.run("log", "--mode", "foo")
    #expect(outcome.status == 64)
    #expect(
      outcome.errors.hasSuffix(
        "\nhint: table, line, markdown, csv, tsv, json, ndjson, html\n"))
    #expect(outcome.errors.split(separator: "\n").count == 2)
    #expect(!outcome.errors.contains("\\n"))
  }

  @Test(arguments: [
    (["--color", "always"], true), (["--color=always"], true), (["--color", "never"], false),
    (["--plain", "--color", "always"], false), (["--color", "always", "--color", "never"], false),
    ([], false),
  ])
  func `an error has colours as the options say`(options: [String], isColoured: Bool) throws {
    let clinic = try Command.withFirstVisit()
    for command in [["show", "course/NOPE"], ["show"], ["show", "--no-such"]] {
      let outcome = try clinic.run(options + command)
      #expect(outcome.status != 0)
      #expect(outcome.errors.contains("\u{1B}") == isColoured, "\(command): \(outcome.errors)")
      let behind = try clinic.run(command + options)
      #expect(behind.errors == outcome.errors)
    }
    let refused = try clinic.run(
      options + ["import", "-", "--rejects", "bad.ndjson", "-q"], input: Data("{}\n".utf8))
    #expect(refused.status == 65)
    #expect(refused.errors.contains("line 1"), "a refused line is no chatter")
    #expect(refused.errors.contains("\u{1B}") == isColoured)
  }

  @Test func `where there is no store it is told how to come by one`() throws {
    let clinic = try Command()
    let outcome = try clinic.run("log", "--store", "nowhere.stipple")
    #expect(outcome.status == 66)
    #expect(
      outcome.errors == """
        error: cannot open nowhere.stipple: No such file or directory
        hint: stipple init PATH makes one; --store PATH names another
        note: nothing was changed

        """)
    #expect(try clinic.run("log", "--store", "").status == 64)
  }

  @Test func `what a number cannot be is refused`() throws {
    let clinic = try Command.withFirstVisit()
    for words in [["log", "-n", "0"], ["log", "-n=-5"], ["prove", "@0"], ["prove", "0"]] {
      let outcome = try clinic.run(words)
      #expect(outcome.status == 64, "\(words): \(outcome)")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test func `record lists what can be recorded`() throws {
    let clinic = try Command.withFirstVisit()
    let rows = try clinic.expect("record", "--keys").split(separator: "\n").dropFirst()
    let names = rows.map { String($0.prefix { $0 != "\t" }) }
    #expect(Set(names).count == names.count)
    #expect(names.contains("needle-pass-made"))
    for name in names { try clinic.expect("record", name, "--keys") }
    let unknown = try clinic.run("record", "zzzz", "session/S1")
    #expect(unknown.status == 65)
    #expect(
      unknown.errors == """
        error: no such event type
        hint: stipple record --keys lists them
        note: nothing was recorded

        """)
    #expect(try clinic.run("log", "--type", "serum").errors.contains("recorded") == false)
    #expect(try clinic.run("record").status == 64)
  }
}
