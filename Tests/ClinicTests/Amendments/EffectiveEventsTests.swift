import Clinic
import EventLog
import Records
import Testing

@Suite struct EffectiveEventsTests {
  /// A session with one serum in it, of lot L1 and two millilitres, at 09:10.
  private func visit() -> (clinic: Chronicle, serum: UInt64) {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(), on: "session/S1", at: "09:10")
    return (clinic, serum)
  }

  private func entry(_ clinic: Chronicle, _ position: UInt64) throws -> EffectiveEvent {
    try #require(try clinic.effective("session/S1").first { $0.envelope.position == position })
  }

  private func serum(_ event: EffectiveEvent) throws -> SerumApplied {
    guard case .session(.serumApplied(let serum)) = event.event else {
      throw Missing.serum
    }
    return serum
  }

  private enum Missing: Error { case serum }

  @Test func `an entry nobody amended reads as written`() throws {
    let (clinic, position) = visit()
    let entry = try entry(clinic, position)
    #expect(entry.event == entry.original)
    #expect(entry.payload == entry.recorded.payload)
    #expect(entry.amendments.isEmpty && !entry.isStruck && entry.target == nil)
  }

  @Test func `a corrected lot reads as corrected, and the original stays readable`() throws {
    var (clinic, position) = visit()
    let correction = clinic.correct(
      position, "lot", was: #""L1""#, now: #""L2""#, reason: .wrongLot)
    let corrected = try entry(clinic, position)
    #expect(try serum(corrected).lot == "L2")
    #expect(corrected.amendments == [correction])
    guard case .session(.serumApplied(let first)) = corrected.original else {
      Issue.record("the original is no serum")
      return
    }
    #expect(first.lot == "L1")
    #expect(try entry(clinic, correction).target?.isInForce == true)
    #expect(try entry(clinic, correction).target?.position == position)
  }

  @Test func `a correction can take a value away, and give one that was not there`() throws {
    var (clinic, position) = visit()
    clinic.correct(position, "lot", was: #""L1""#, now: "null")
    #expect(try serum(entry(clinic, position)).lot == nil)
    clinic.correct(position, "lot", was: "null", now: #""L3""#)
    #expect(try serum(entry(clinic, position)).lot == "L3")
  }

  @Test func `of two corrections of one field the later wins, and the first is overtaken`() throws {
    var (clinic, position) = visit()
    let first = clinic.correct(position, "volume_ml", was: "2.00", now: "2.50")
    let second = clinic.correct(position, "volume_ml", was: "2.50", now: "3.00")
    let other = clinic.correct(position, "sterile", was: "true", now: "false")
    let corrected = try entry(clinic, position)
    #expect(try serum(corrected).volumeMl == .hundredths(300))
    #expect(try serum(corrected).sterile == false)
    #expect(corrected.amendments == [second, other])
    #expect(try entry(clinic, first).target?.isInForce == false)
    #expect(try entry(clinic, second).target?.isInForce == true)
  }

  @Test func `a struck correction has no effect, and the one before it does again`() throws {
    var (clinic, position) = visit()
    let first = clinic.correct(position, "volume_ml", was: "2.00", now: "2.50")
    let second = clinic.correct(position, "volume_ml", was: "2.50", now: "3.00")
    clinic.strike(second)
    let corrected = try entry(clinic, position)
    #expect(try serum(corrected).volumeMl == .hundredths(250))
    #expect(corrected.amendments == [first])
    #expect(try entry(clinic, second).isStruck)
    #expect(try entry(clinic, second).target?.isInForce == false)
  }

  @Test func `a corrected correction acts with its corrected value`() throws {
    var (clinic, position) = visit()
    let first = clinic.correct(position, "volume_ml", was: "2.00", now: "25.00")
    clinic.correct(first, "now", was: "25.00", now: "2.50")
    #expect(try serum(entry(clinic, position)).volumeMl == .hundredths(250))
  }

  @Test func `a correction corrected twice over comes down to the entry`() throws {
    var (clinic, position) = visit()
    let first = clinic.correct(position, "lot", was: #""L1""#, now: #""L2""#)
    let second = clinic.correct(first, "now", was: #""L2""#, now: #""L3""#)
    let third = clinic.correct(second, "now", was: #""L3""#, now: "null")
    #expect(try serum(entry(clinic, position)).lot == nil)
    clinic.strike(third)
    #expect(try serum(entry(clinic, position)).lot == "L3")
  }

  @Test func `an entry struck out stands again when the strike is struck`() throws {
    var (clinic, position) = visit()
    let strike = clinic.strike(position)
    #expect(try entry(clinic, position).isStruck)
    #expect(try entry(clinic, position).amendments == [strike])
    #expect(clinic.session().serums == 0)
    clinic.strike(strike)
    #expect(try !entry(clinic, position).isStruck)
    #expect(clinic.session().serums == 1)
    #expect(clinic.session().amended == 2)
  }

  @Test func `time and performer are corrected too`() throws {
    var (clinic, position) = visit()
    clinic.correct(
      position, "occurred_at", was: #""2026-03-01T09:10:00Z""#,
      now: #""2026-03-01T10:20:00+01:00""#, reason: .wrongTime)
    clinic.correct(position, "performed_by", was: #""U1""#, now: #""U7""#)
    let corrected = try entry(clinic, position)
    #expect(corrected.envelope.occurredAt == Chronicle.at("09:20"))
    #expect(corrected.envelope.offsetMinutes == 60)
    #expect(corrected.envelope.performedBy == "U7")
    #expect(corrected.recorded.envelope.occurredAt == Chronicle.at("09:10"))
    #expect(corrected.amendments.count == 2)
  }

  @Test func `a correction that the field cannot hold, or of no such field, has no effect`() throws
  {
    var (clinic, position) = visit()
    for (field, now) in [
      ("volume_ml", "0"), ("volume_ml", #""much""#), ("kind", #""water""#), ("volume_ml", "null"),
      ("target", "1"), ("nothing", "1"), ("occurred_at", #""soon""#), ("performed_by", "7"),
    ] {
      clinic.correct(position, field, was: "null", now: now)
    }
    let entry = try entry(clinic, position)
    #expect(entry.event == entry.original)
    #expect(entry.amendments.isEmpty)
  }

  @Test func `what an amendment amends cannot be corrected`() throws {
    var (clinic, position) = visit()
    let correction = clinic.correct(position, "lot", was: #""L1""#, now: #""L2""#)
    clinic.correct(correction, "target", was: "2", now: "1")
    clinic.correct(correction, "field", was: #""lot""#, now: #""product""#)
    #expect(try serum(entry(clinic, position)).lot == "L2")
  }

  @Test func `an amendment of nothing, of itself or of what comes later has no effect`() throws {
    var (clinic, position) = visit()
    for target in [Int64.min, -1, 0, 3, 4, 5, 99, .max] {
      clinic.record(
        .any(.entryStruckOut(EntryStruckOut(target: target, reason: .neverHappened))),
        on: "session/S1", at: "20:00")
    }
    let all = try clinic.effective("session/S1")
    // Version 3 is struck by version 4's strike of 3, and so on; what happened stands.
    #expect(try !entry(clinic, position).isStruck)
    #expect(all.filter { $0.target == nil && $0.isAmendment }.count >= 5)
  }
}
