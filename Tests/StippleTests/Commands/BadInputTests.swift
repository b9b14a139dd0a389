import Foundation
import TestProcesses
import Testing

/// What a bad line does: a clear error, the right exit code, and not a byte written.
@Suite struct BadInputTests {
  /// One line that must not be recorded, and what is said of it.
  struct BadLine: CustomTestStringConvertible, Sendable {
    var name: String
    var line: Data
    var status: Int32 = 65
    var says: String

    var testDescription: String { name }

    init(_ name: String, _ line: String, status: Int32 = 65, says: String) {
      self.init(name, Data(line.utf8), status: status, says: says)
    }

    init(_ name: String, _ line: Data, status: Int32 = 65, says: String) {
      self.name = name
      self.line = line
      self.status = status
      self.says = says
    }
  }

  /// A line on session S1, as it would be taken but for `data` or `type`.
  static func line(
    _ type: String = "pain-scored", data: String = #"{"phase":"needling","score":4}"#,
    stream: String = "session/S1", more: String = ""
  ) -> String {
    #"{"stream":"\#(stream)","type":"\#(type)","occurred_at":"2026-03-01T10:05:00+00:00","#
      + #""recorded_by":"U2"\#(more),"data":\#(data)}"#
  }

  static func pass(_ change: String) -> String {
    line(
      "needle-pass-made",
      data: #"{"cartridge":"N-118-01","zone":"cheek","side":"left","depth_mm":1.00,"passes":2,"#
        + #""directions":["horizontal"],"technique":"glide"\#(change)}"#)
  }

  static let lines: [BadLine] = [
    BadLine("unknown type", line("serum-aplied"), says: "serum-applied"),
    BadLine("unknown kind of stream", line(stream: "sesion/S1"), says: "session"),
    BadLine("no stream", line(stream: "S1"), says: "kind/id"),
    BadLine("a stream that was never begun", line(stream: "session/S99"), status: 1, says: "S99"),
    BadLine("unknown field", line(data: #"{"phase":"needling","scor":4}"#), says: "data.scor"),
    BadLine("unknown member of the line", line(more: #","actor":"U2""#), says: "actor"),
    BadLine("wrong kind", line(data: #"{"phase":"needling","score":"4"}"#), says: "data.score"),
    BadLine("over the range", line(data: #"{"phase":"needling","score":11}"#), says: "10"),
    BadLine(
      "too deep", pass("").replacingOccurrences(of: "1.00", with: "3.01"),
      says: "data.depth_mm: 3.01 is over 3.00"),
    BadLine(
      "no depth", pass("").replacingOccurrences(of: "1.00", with: "0"), says: "data.depth_mm"),
    BadLine(
      "more digits than the scale", pass("").replacingOccurrences(of: "1.00", with: "0.075"),
      says: "data.depth_mm"),
    BadLine(
      "not a word of the list", line(data: #"{"phase":"neddling","score":4}"#), says: "needling"),
    BadLine("missing field", line(data: #"{"phase":"needling"}"#), says: "data.score: is missing"),
    BadLine(
      "a date that does not exist",
      line("session-closed", data: #"{"condition":"calm","next_due_on":"2026-02-30"}"#),
      says: "2026-02-30"),
    BadLine(
      "a lot that is not there",
      line(
        "mask-applied", data: #"{"product":"P3","lot":"MK-99","minutes":10}"#), status: 1,
      says: "MK-99"),
    BadLine(
      "somebody who is not enrolled", line().replacingOccurrences(of: "U2", with: "U77"), status: 1,
      says: "U77"),
    BadLine(
      "five megabytes on a line",
      line(data: #"{"note":"\#(String(repeating: "x", count: 5 << 20))"}"#),
      says: "line 1"),
    BadLine(
      "invalid UTF-8", Data(line().utf8.dropLast(2)) + [0xFF, 0x22, 0x7D, 0x7D], says: "line 1"),
    BadLine(
      "a NUL", line("note-added", data: #"{"note":"a\u0000b"}"#), says: "line 1"),
    BadLine(
      "an escape character", line("note-added", data: #"{"note":"a\u001b[2Jb"}"#),
      says: "control character"),
    BadLine(
      "deep JSON", line(data: String(repeating: "[", count: 100_000)), says: "line 1"),
    BadLine("not JSON", "serum-applied session/S1", says: "line 1"),
    BadLine("cut mid-line", String(line().dropLast(20)), says: "line 1"),
    BadLine(
      "an event_id with other content",
      line(more: #","event_id":"E1""#) + "\n"
        + line(data: #"{"phase":"needling","score":5}"#, more: #","event_id":"E1""#),
      status: 1, says: "E1"),
    BadLine(
      "another version than expected", line(more: #","expected_version":3"#), status: 1,
      says: "3"),
    BadLine("a key twice", line(data: #"{"phase":"needling","score":4,"score":5}"#), says: "twice"),
    BadLine(
      "in the future",
      line().replacingOccurrences(of: "2026-03-01", with: "2999-03-01"), status: 1, says: "line 1"),
  ]

  static let clinic = try? Command.withFirstVisit()

  @Test(arguments: lines) func `a bad line is told and nothing is written`(_ bad: BadLine) throws {
    let clinic = try #require(Self.clinic)
    let before = try clinic.expect("export")
    let outcome = try clinic.run(["import", "-"], input: bad.line)
    #expect(outcome.status == bad.status, "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: "), "\(outcome)")
    #expect(outcome.errors.contains(bad.says), "\(outcome)")
    #expect(outcome.errors.contains("note: nothing of this file was written"), "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.errors.utf8.count < 2_000, "an error is no copy of its input")
    #expect(outcome.errors.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
    #expect(try clinic.expect("export") == before)
  }

  @Test func `one bad line among good ones keeps the whole file out`() throws {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.expect("export")
    let file = [Self.line(), Self.pass(""), Self.line("no-such"), Self.line()]
    let outcome = try clinic.run("import", "-", input: file.joined(separator: "\n"))
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("line 3"))
    #expect(try clinic.expect("export") == before)
  }

  @Test func `rejects are set aside as they were and the rest is recorded`() throws {
    let clinic = try Command.withFirstVisit()
    let bad = Self.line("no-such")
    let note = Self.line("note-added", data: #"{"note":"one"}"#)
    let outcome = try clinic.run(
      "import", "-", "--rejects", "bad.ndjson", input: "\(note)\n\(bad)\n\(note)\n")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("line 2"))
    let path = clinic.folder.appendingPathComponent("bad.ndjson").path
    #expect(try String(contentsOfFile: path, encoding: .utf8) == bad + "\n")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "2")
  }

  @Test(arguments: [[], ["--as-recorded"], ["--dry-run"]])
  func `a file that is not there is told as that`(options: [String]) throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.run(["import", "nowhere.ndjson"] + options)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        error: cannot read nowhere.ndjson: No such file or directory
        note: nothing was recorded

        """)
  }

  @Test func `a byte order mark before the first line is passed over`() throws {
    let clinic = try Command.withFirstVisit()
    let line = Self.line("note-added", data: #"{"note":"one"}"#)
    let path = try clinic.file("marked.ndjson", Data([0xEF, 0xBB, 0xBF]) + Data(line.utf8))
    try clinic.expect("import", path)
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "1")
  }

  @Test func `what is not UTF-8 on the command line is refused, not recorded as another text`()
    throws
  {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.shell(
      "\"$0\" record note-added client/C1 \"note=$(printf 'Zo\\353')\"")
    #expect(outcome.status == 65)
    #expect(
      outcome.errors == """
        error: word 4 of the command is not text in UTF-8
        note: nothing was recorded

        """)
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "0")
  }

  @Test func `an empty file records nothing and is no error`() throws {
    let clinic = try Command.withFirstVisit()
    let before = try clinic.expect("export")
    let outcome = try clinic.run("import", "-", input: "")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "recorded 0 of 0 lines\n")
    #expect(try clinic.expect("export") == before)
  }

  @Test func `a batch goes on where it was left`() throws {
    let clinic = try Command.withFirstVisit()
    func note(_ number: Int) -> String {
      Self.line("note-added", data: #"{"note":"n"}"#, more: #","event_id":"N\#(number)""#)
    }
    let bad = Self.line("no-such", more: #","event_id":"N5""#)
    let file = [note(1), note(2), note(3), note(4), bad, note(6)].joined(separator: "\n")
    let first = try clinic.run("import", "-", "--batch", "2", input: file)
    #expect(first.status == 65)
    #expect(first.errors.contains("line 5"))
    #expect(first.errors.contains("lines up to 4 stand"), "\(first)")
    let mended = (1...6).map(note).joined(separator: "\n")
    let second = try clinic.run("import", "-", "--batch", "2", input: mended)
    #expect(second.status == 0)
    #expect(second.errors.contains("recorded 2 of 6 lines"), "\(second)")
    #expect(second.errors.contains("4 known before"), "\(second)")
    #expect(try clinic.ask("select count(*) from events where type = 'note-added'") == "6")
  }
}
