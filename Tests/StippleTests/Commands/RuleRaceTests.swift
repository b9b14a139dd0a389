import Foundation
import TestProcesses
import Testing

/// Processes that race for one thing: the rules of one see what another wrote a moment before.
@Suite struct RuleRaceTests {
  private static let racers = 6

  /// A clinic with as many clients and open sessions as there are racers.
  private static func clinic() throws -> Command {
    let clinic = try Command.withFirstVisit()
    var lines: [String] = []
    func line(_ stream: String, _ type: String, _ data: String) {
      lines.append(
        #"{"stream":"\#(stream)","type":"\#(type)","occurred_at":"2026-03-02T09:00:00Z","#
          + #""recorded_by":"U1","data":\#(data)}"#)
    }
    for racer in 1...racers {
      line("staff/R\(racer)", "staff-enrolled", #"{"name":"R","role":"practitioner"}"#)
      line("client/R\(racer)", "client-registered", #"{"name":"R","born_on":"1980-01-01"}"#)
      line(
        "session/R\(racer)", "session-opened",
        #"{"client":"R\#(racer)","practitioner":"R\#(racer)"}"#)
    }
    try clinic.expect("import", "-", input: lines.joined(separator: "\n"))
    return clinic
  }

  /// Starts every racer before waiting for any.
  private static func race(
    _ clinic: Command, _ arguments: (Int) -> [String]
  ) throws -> [Command.Outcome] {
    let running = try (1...racers).map { try clinic.start(arguments($0)) }
    return try running.map {
      $0.process.waitUntilExit()
      return try $0.outcome()
    }
  }

  @Test func `one cartridge is opened in one session`() throws {
    let clinic = try Self.clinic()
    let outcomes = try Self.race(clinic) { racer in
      [
        "record", "cartridge-opened", "session/R\(racer)", "cartridge=X-1", "lot=N-118", "pins=12",
        "max_depth_mm=2.0", "device=D1", "seal_intact=true",
      ]
    }
    #expect(outcomes.map(\.status).sorted() == [0] + Array(repeating: 1, count: Self.racers - 1))
    for outcome in outcomes where outcome.status == 1 {
      #expect(outcome.errors.contains("cartridge X-1 was opened in session R"), "\(outcome)")
    }
    #expect(
      try clinic.ask("select count(*) from cartridges where cartridge = 'X-1'") == "1")
  }

  @Test func `one room is booked once, whatever times each says it was booked at`() throws {
    let clinic = try Self.clinic()
    let outcomes = try Self.race(clinic) { racer in
      [
        "record", "booking-made", "booking/R\(racer)", "client=R\(racer)", "service=x",
        "practitioner=R\(racer)", "room=R7", "starts_at=2099-05-02T0\(racer):30:00Z",
        "ends_at=2099-05-02T\(10 + racer):00:00Z", "channel=phone",
        "--at", "2026-03-0\(racer + 2)T10:00:00Z",
      ]
    }
    #expect(outcomes.filter { $0.status == 0 }.count == 1, "\(outcomes)")
    for outcome in outcomes where outcome.status == 1 {
      #expect(outcome.errors.contains("room R7 is booked at that time"), "\(outcome)")
    }
    #expect(try clinic.ask("select count(*) from bookings where room = 'R7'") == "1")
  }

  @Test func `no patch test is made with a lot once its recall stands`() throws {
    let clinic = try Self.clinic()
    let recaller = Self.racers / 2
    let outcomes = try Self.race(clinic) { racer in
      racer == recaller
        ? ["record", "lot-recalled", "lot/HA-7", "issuer=maker", "notice=N-1"]
        : ["record", "patch-test-applied", "client/R\(racer)", "lot=HA-7", "site=neck"]
    }
    #expect(outcomes[recaller - 1].status == 0)
    for (index, outcome) in outcomes.enumerated() where index != recaller - 1 {
      let isRefused = outcome.errors.contains("lot HA-7 was recalled on")
      #expect(outcome.status == (isRefused ? 1 : 0), "\(outcome)")
    }
    // Whoever got through was before the recall, by the log and by the clock.
    let recall = "(select position from events where type = 'lot-recalled')"
    #expect(
      try clinic.ask(
        "select count(*) from events where type = 'patch-test-applied'"
          + " and stream like 'client/R%' and position > \(recall)") == "0")
    let taken = outcomes.filter { $0.status == 0 }.count - 1
    #expect(
      try clinic.ask(
        "select count(*) from events where type = 'patch-test-applied'"
          + " and stream like 'client/R%'") == "\(taken)")
  }
}
