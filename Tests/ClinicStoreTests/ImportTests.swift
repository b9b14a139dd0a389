import Clinic
import EventLog
import Foundation
import LMDB
import Records
import Testing

@testable import ClinicStore

/// Imports of many lines, each judged by the rules.
@Suite struct ImportTests {
  private static func registered(_ client: Int, at moment: Instant) -> String {
    #"{"stream":"client/C\#(client)","type":"client-registered","recorded_by":"U1","#
      + #""occurred_at":"\#(moment.rfc3339)","data":{"name":"X","born_on":"1980-01-01"}}"#
  }

  /// Where the map has to grow all lines begin anew, and by a later clock a rule may find otherwise.
  @Test func `a line that was handed out as refused is never recorded`() throws {
    let scratch = try ScratchStore()
    try scratch.openClinic()
    let small = scratch.folder.path + "-small"
    try FileManager.default.copyItem(atPath: scratch.folder.path, toPath: small)
    defer { try? FileManager.default.removeItem(atPath: small) }
    let environment = try Environment.open(small, .init(mapSize: 1 << 20))
    let store = try ClinicStore.open(at: small)
    // Rule 2 takes what lies five minutes ahead of the clock, which this does some seconds from now.
    let now = Instant.now
    let taken = Instant(microseconds: now.microseconds + 3_000_000)
    let early = Instant(microseconds: taken.microseconds + 300_000_000)
    let lines =
      [Self.registered(9, at: early)] + (10..<3_010).map { Self.registered($0, at: now) }
    let source = try RecordingTests.source(lines)
    var plan = ImportPlan()
    plan.collectsRejects = true
    var outcome = ImportOutcome()
    var refused: [Int] = []
    try store.record(
      room: 0, plan, into: &outcome, otherwise: "",
      { reject in
        refused.append(reject.number)
        while Instant.now <= taken { usleep(10_000) }
      }, { () throws(StoreError) in try LinesAhead(of: source, ReadLine.each) })
    #expect(try environment.info().mapSize > 1 << 20)
    #expect(refused == [1])
    #expect(outcome.rejected == 1)
    #expect(outcome.recorded == 3_000)
    #expect(try store.head().position == scratch.store.head().position + 3_000)
    try GeneratedHistoryTests.expectTablesOfLog(store)
  }
}
