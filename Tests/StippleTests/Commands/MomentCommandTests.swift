import Foundation
import TestProcesses
import Testing

@testable import stipple

/// `--as-of`: what a command said then, it says again of that moment, whatever was recorded since.
@Suite struct MomentCommandTests {
  /// Commands that read, each with what it is asked.
  private static let readings: [[String]] = [
    ["audit", "S1"], ["audit", "S1", "--json"], ["audit", "S1", "--mode", "table"],
    ["show", "client/C1"], ["show", "session/S1"], ["show", "session/S1", "--json"],
    ["show", "lot/HA-7"], ["show", "course/K1"], ["show", "booking/B1"], ["show", "staff/U2"],
    ["recall", "--lot", "HA-7"], ["recall", "--lot", "HA-7", "--json"],
    ["log"], ["log", "--stream", "session/S1", "--reverse"], ["log", "-n", "5", "--json"],
    ["export"], ["export", "--since", "@40"],
    ["query", "-c", "select * from sessions; select * from serums; select * from lot_usage"],
    ["query", "-c", "select count(*) as n, max(position) as last from events", "--json"],
    ["query", "-c", "select decision, count(*) as n from numbing_decisions group by decision"],
    ["query", "-c", "select * from session_audit where session = 'S1' order by position"],
    ["query", "-c", "select client, last_session, sessions_done from client_state"],
  ]

  @Test func `every reading command says of a moment what it said then`() throws {
    let clinic = try Command.withFirstVisit()
    let head = try #require(
      clinic.run("query", "-c", "select max(position) as n from events", "--json").rows()
        .first?["n"] as? Int)
    // The views' now is the machine's; of the moment it is the last event's. So it is asked for.
    let then = try Self.readings.map { try clinic.run($0 + ["--as-of", "@\(head)"]) }
    try clinic.expect(
      "correct", "@33", "volume_ml=1.50", "--reason", "transcription", "--actor", "U2")
    try clinic.expect("correct", "@33", "lot=CL-3", "--reason", "wrong_lot", "--actor", "U2")
    try clinic.expect("strike", "@31", "--reason", "never_happened", "--actor", "U2")
    try clinic.expect("record", "lot-quarantined", "lot/HA-7", "reason=r", "--actor", "U1")
    try clinic.expect(
      "record", "client-details-changed", "client/C1", "phone=5550100", "--actor", "U1")
    for (reading, before) in zip(Self.readings, then) {
      #expect(before.status == 0, "\(reading): \(before)")
      let after = try clinic.run(reading + ["--as-of", "@\(head)"])
      #expect(after.output == before.output, "\(reading)")
      #expect(after.errors == before.errors, "\(reading)")
    }
    let now = try clinic.run(["audit", "S1"])
    #expect(now.output != then[0].output, "the corrections show now")
  }

  @Test func `a date is the end of that day in the clinic's zone, and @-1 one event back`() throws {
    let clinic = try Command.withFirstVisit()
    let count = ["query", "-c", "select count(*) as n from events", "--json"]
    func events(_ when: String) throws -> Int? {
      try clinic.run(count + ["--as-of", when]).rows().first?["n"] as? Int
    }
    let all = try #require(try events("now"))
    #expect(try events("@-1") == all - 1)
    #expect(try events("@0") == 0)
    #expect(try events("@12") == 12)
    #expect(try events("2001-01-01") == 0)
    #expect(try events("1d-ago") == 0, "all was recorded just now")
  }

  @Test(arguments: [
    ("2026-13-05", "error: cannot read '2026-13-05' as a moment\n"),
    ("@9999", "error: @9999 is after the last event, @49\n"),
  ])
  func `a moment that is none is bad input`(_ when: String, _ message: String) throws {
    let clinic = try Command.withFirstVisit()
    for reading in [["audit", "S1"], ["log"], ["export"], ["query", "-c", "select 1"]] {
      let outcome = try clinic.run(reading + ["--as-of", when])
      #expect(outcome.status == 65, "\(reading)")
      #expect(outcome.output == "")
      #expect(outcome.errors.hasPrefix(message), "\(outcome)")
    }
  }

  @Test(arguments: [
    ["correct", "@9999", "volume_ml=1.50", "--reason", "transcription"],
    ["strike", "@9999", "--reason", "wrong_chart"], ["prove", "@9999"],
    ["show", "session/S1", "--as-of", "@9999"],
  ])
  func `an event that is not there is bad input, whatever is asked of it`(
    _ asking: [String]
  ) throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.run(asking)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: @9999 is after the last event, @49\n"), "\(outcome)")
    #expect(outcome.output == "")
    let since = try clinic.run("log", "--since", "@9999")
    #expect(since.status == 0, "\(since)")
    #expect(try clinic.run("prove", "@40", "--as-of", "@30").status == 65)
  }

  @Test(arguments: [
    ["record", "note-added", "session/S1", "note=x"], ["strike", "@31", "--reason", "wrong_chart"],
    ["correct", "@33", "volume_ml=1.50", "--reason", "transcription"],
    ["import", "-"], ["session", "C1"],
  ])
  func `the past takes no entries`(_ writing: [String]) throws {
    let clinic = try Command.withFirstVisit()
    let outcome = try clinic.run(writing + ["--as-of", "@40"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--as-of asks about the past"))
    #expect(try clinic.run("log", "-n", "1", "--reverse").output.contains("@49"))
  }
}
