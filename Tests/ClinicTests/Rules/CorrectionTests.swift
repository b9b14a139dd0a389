import Clinic
import EventLog
import Records
import Testing

@Suite struct CorrectionTests {
  private func visit() -> (clinic: Chronicle, serum: UInt64) {
    var clinic = Chronicle.clinic()
    let serum = clinic.record(Chronicle.serum(), on: "session/S1", at: "09:10")
    return (clinic, serum)
  }

  private func findings(
    _ clinic: Chronicle, _ position: UInt64, _ field: String, was: String, now: String
  ) throws -> [Finding] {
    let (event, stream) = clinic.correction(position, field, was: was, now: now)
    return try clinic.findings(event, on: stream, at: "20:00")
  }

  @Test(arguments: [
    ("lot", #""L1""#, #""L2""#), ("lot", #""L1""#, "null"), ("volume_ml", "2.00", "1.50"),
    ("volume_ml", "2", "1.5"), ("sterile", "true", "false"),
    ("kind", #""hyaluronic_acid""#, #""prp""#),
    ("zones", #"["full_face"]"#, #"["nose","cheek"]"#),
    ("zones", #"[ "full_face" ]"#, #"["nose"]"#),
    ("occurred_at", #""2026-03-01T09:10:00Z""#, #""2026-03-01T09:15:00+00:00""#),
    ("occurred_at", #""2026-03-01T10:10:00+01:00""#, #""2026-03-01T09:15:00Z""#),
    ("performed_by", #""U1""#, #""U1""#),
  ])
  func `a value in force is corrected`(_ field: String, _ was: String, _ now: String) throws {
    let (clinic, serum) = visit()
    #expect(try findings(clinic, serum, field, was: was, now: now).isEmpty)
  }

  @Test(arguments: [
    ("lot", #""L2""#), ("lot", "null"), ("lot", "1"), ("volume_ml", "2.01"), ("volume_ml", "null"),
    ("zones", "[]"), ("occurred_at", #""2026-03-01T09:11:00Z""#), ("performed_by", #""U2""#),
    ("volume_ml", "["),
  ])
  func `was must be the value in force`(_ field: String, _ was: String) throws {
    let (clinic, serum) = visit()
    let now = field == "lot" ? #""L3""# : "null"
    let findings = try findings(clinic, serum, field, was: was, now: now)
    #expect(findings.map(\.rule) == [0])
    #expect(findings.map(\.field) == ["data.was"])
    // A client's value is never said back.
    #expect(findings.allSatisfy { was.count < 3 || !$0.message.contains(was) })
  }

  @Test func `was is the value as corrected before, not as first written`() throws {
    var (clinic, serum) = visit()
    clinic.correct(serum, "lot", was: #""L1""#, now: #""L2""#)
    #expect(
      try findings(clinic, serum, "lot", was: #""L1""#, now: #""L3""#).map(\.field) == ["data.was"])
    #expect(try findings(clinic, serum, "lot", was: #""L2""#, now: #""L3""#).isEmpty)
  }

  @Test(arguments: [
    ("volume_ml", "2.00", "0"), ("volume_ml", "2.00", "100.01"), ("volume_ml", "2.00", "1.005"),
    ("volume_ml", "2.00", "null"), ("volume_ml", "2.00", #""2""#),
    ("zones", #"["full_face"]"#, "[]"),
    ("kind", #""hyaluronic_acid""#, #""water""#), ("lot", #""L1""#, #""L 1""#),
    ("occurred_at", #""2026-03-01T09:10:00Z""#, #""yesterday""#),
    ("performed_by", #""U1""#, "null"),
  ])
  func `now must be a value that the field can hold`(
    _ field: String, _ was: String, _ now: String
  ) throws {
    let (clinic, serum) = visit()
    let findings = try findings(clinic, serum, field, was: was, now: now)
    #expect(findings.map(\.rule) == [4])
    #expect(findings.map(\.field) == ["data.now"])
  }

  @Test(arguments: [("lot", #""L1""#, #""L9""#), ("product", #""P1""#, #""P9""#)])
  func `now must name something that is there`(_ field: String, _ was: String, _ now: String) throws
  {
    let (clinic, serum) = visit()
    let findings = try findings(clinic, serum, field, was: was, now: now)
    #expect(findings.map(\.rule) == [3])
  }

  @Test func `a performer corrected is enrolled`() throws {
    let (clinic, serum) = visit()
    #expect(
      try findings(clinic, serum, "performed_by", was: #""U1""#, now: #""U9""#).map(\.message)
        == ["nobody is enrolled as U9"])
  }

  @Test(arguments: ["lott", "colour", "recorded_at", "position"])
  func `only a field that there is can be corrected`(_ field: String) throws {
    let (clinic, serum) = visit()
    let findings = try findings(clinic, serum, field, was: "null", now: "1")
    #expect(findings.map(\.field) == ["data.field"])
    if field == "lott" { #expect(findings.first?.hint == "did you mean lot?") }
  }

  @Test(arguments: ["target", "field", "was", "occurred_at"])
  func `what an amendment amends is not corrected`(_ field: String) throws {
    var (clinic, serum) = visit()
    let correction = clinic.correct(serum, "lot", was: #""L1""#, now: #""L2""#)
    #expect(
      try findings(clinic, correction, field, was: "2", now: "1").map(\.field) == ["data.field"])
  }

  @Test func `a correction's own value is held to the field it corrects`() throws {
    var (clinic, serum) = visit()
    let correction = clinic.correct(serum, "volume_ml", was: "2.00", now: "2.50")
    #expect(try findings(clinic, correction, "now", was: "2.50", now: "3.00").isEmpty)
    #expect(
      try findings(clinic, correction, "now", was: "2.50", now: "300").map(\.rule) == [4])
    let lot = clinic.correct(serum, "lot", was: #""L1""#, now: #""L2""#)
    #expect(try findings(clinic, lot, "now", was: #""L2""#, now: #""L9""#).map(\.rule) == [3])
    #expect(try findings(clinic, lot, "now", was: #""L2""#, now: "null").isEmpty)
  }

  @Test(arguments: [Int64.min, -3, 0, 3, 99, .max])
  func `an amendment's target is earlier, and in its own stream`(_ target: Int64) throws {
    let (clinic, _) = visit()
    let findings = try clinic.findings(
      .any(.entryStruckOut(EntryStruckOut(target: target, reason: .neverHappened))),
      on: "session/S1", at: "20:00")
    #expect(findings.map(\.rule) == [3])
    #expect(findings.map(\.field) == ["data.target"])
  }

  @Test func `what is struck out is not struck again, nor corrected, until the strike is struck`()
    throws
  {
    var (clinic, serum) = visit()
    let strike = clinic.strike(serum)
    let again = ClinicEvent.any(
      .entryStruckOut(EntryStruckOut(target: 2, reason: .neverHappened)))
    #expect(
      try clinic.findings(again, on: "session/S1", at: "20:00").map(\.message)
        == ["@\(serum) is struck out already"])
    #expect(
      try findings(clinic, serum, "lot", was: #""L1""#, now: #""L2""#).map(\.field)
        == ["data.target"])
    clinic.strike(strike)
    #expect(try clinic.findings(again, on: "session/S1", at: "20:00").isEmpty)
  }

  @Test func `a visit on the wrong chart is put right field by field`() throws {
    var clinic = Chronicle.clinic()
    clinic.record(Chronicle.registered, on: "client/C2")
    clinic.record(Chronicle.booked(for: "C2"), on: "booking/B2")
    let opening: UInt64 = 12
    // The booking first would be another client's; the client first, then the rest.
    #expect(
      try findings(clinic, opening, "booking", was: #""B1""#, now: #""B2""#).map(\.rule) == [3])
    #expect(try findings(clinic, opening, "client", was: #""C1""#, now: #""C2""#).isEmpty)
    clinic.correct(opening, "client", was: #""C1""#, now: #""C2""#)
    #expect(try findings(clinic, opening, "booking", was: #""B1""#, now: #""B2""#).isEmpty)
    clinic.correct(opening, "booking", was: #""B1""#, now: #""B2""#)
    #expect(try findings(clinic, opening, "course", was: #""K1""#, now: "null").isEmpty)
  }
}
