import Clinic
import Records

extension RuleCase {
  /// Every rule from 5 to 22, each at least once.
  static let all: [RuleCase] = order + stock + consents + limits + visits + diary

  private static let countersigned = ClinicEvent.session(
    .sessionCountersigned(SessionCountersigned()))

  private static func time(_ text: String) -> String { "\"2026-03-01T\(text):00Z\"" }

  /// Rules 5 to 7, and 12: one thing after another.
  private static let order: [RuleCase] = [
    RuleCase(
      5, "cream is wiped off before it was put on", then: refuse, given: { $0.numb() },
      allowed: Act(Chronicle.wiped, at: "09:45"), broken: Act(Chronicle.wiped, at: "09:08"),
      amendment: correcting("occurred_at", to: time("09:08"))),
    RuleCase(
      5, "a pass deeper than the cartridge's needles go", then: refuse, given: { $0.open() },
      allowed: Act(Chronicle.pass(), at: "09:40"),
      broken: Act(Chronicle.pass(depth: 260), at: "09:40"),
      amendment: correcting("depth_mm", to: "2.60")),
    RuleCase(
      6, "cream before it was accepted", then: refuseUnlessPast,
      given: { $0.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05") },
      allowed: Act(Chronicle.numbed(), at: "09:10"),
      broken: Act(Chronicle.numbed(), at: "09:02"),
      amendment: correcting("decision", to: #""declined""#, of: "numbing-decided")),
    RuleCase(
      6, "a pass with a cartridge thrown away before", then: refuseUnlessPast,
      given: {
        $0.open()
        $0.record(Chronicle.discarded, on: "session/S1", at: "09:50")
      },
      allowed: Act(Chronicle.pass(), at: "09:40"), broken: Act(Chronicle.pass(), at: "09:55"),
      amendment: correcting("occurred_at", to: time("09:55"))),
    RuleCase(
      7, "a pain score after the close",
      // What is entered as late may tell of it.
      then: refuse.merging([.late: .taken]) { $1 }, given: { $0.treatAndClose() },
      allowed: Act(Chronicle.pain(3), at: "09:50"), broken: Act(Chronicle.pain(3), at: "11:00"),
      amendment: correcting("occurred_at", to: time("11:00"))),
    RuleCase(
      7, "a session countersigned by whoever closed it", then: refuseUnlessPast,
      given: { $0.treatAndClose() },
      allowed: Act(countersigned, at: "11:00", performedBy: "U1"),
      broken: Act(countersigned, at: "11:00", performedBy: "U2"),
      amendment: correcting("performed_by", to: #""U2""#)),
    RuleCase(
      12, "a pass with the cream still on", then: refuseUnlessPast,
      given: {
        $0.numb()
        $0.open()
        $0.record(Chronicle.wiped, on: "session/S1", at: "09:45")
      },
      allowed: Act(Chronicle.pass(), at: "09:50"), broken: Act(Chronicle.pass(), at: "09:40"),
      amendment: correcting("occurred_at", to: time("09:55"), of: "numbing-removed")),
  ]

  /// Rules 8, 9 and 16: what is opened and used.
  private static let stock: [RuleCase] = [
    RuleCase(
      8, "a cartridge of another client's session", then: refuseUnlessPast,
      given: {
        $0.record(Chronicle.registered, on: "client/C2", at: "2026-01-15T09:00")
        $0.record(Chronicle.visit("C2", course: nil), on: "session/S0", at: "2026-01-15T09:10")
        $0.record(Chronicle.cartridge("X0"), on: "session/S0", at: "2026-01-15T09:20")
      },
      allowed: Act(Chronicle.cartridge("X1"), at: "09:30"),
      broken: Act(Chronicle.cartridge("X0"), at: "09:30"),
      amendment: correcting("cartridge", to: #""X0""#)),
    RuleCase(
      9, "a serum of a lot recalled a week ago", then: refuseUnlessPast,
      given: {
        $0.record(Chronicle.received("HA-9"), on: "lot/L9", at: "2026-01-05T10:00")
        $0.record(Chronicle.recalled, on: "lot/L9", at: "2026-02-22T09:00")
      },
      allowed: Act(Chronicle.serum(), at: "09:30"),
      broken: Act(Chronicle.serum(lot: "L9"), at: "09:30"),
      amendment: correcting("lot", to: #""L9""#)),
    RuleCase(
      16, "a serum without its lot", then: note, given: { _ in },
      allowed: Act(Chronicle.serum(), at: "09:30"),
      broken: Act(Chronicle.serum(lot: nil), at: "09:30"),
      amendment: correcting("lot", to: "null")),
    RuleCase(
      16, "a serum of a lot that is of another product", then: note,
      given: {
        $0.record(Chronicle.received("HA-9", of: "P2"), on: "lot/L9", at: "2026-01-05T10:00")
      },
      allowed: Act(Chronicle.serum(), at: "09:30"),
      broken: Act(Chronicle.serum(lot: "L9"), at: "09:30"),
      amendment: correcting("product", to: #""P2""#)),
  ]

  /// Rules 10, 11 and 18: what the client agreed to and can bear, and who may treat.
  private static let consents: [RuleCase] = [
    RuleCase(
      10, "a serum after consent was withdrawn", then: refuseUnlessPast,
      given: { $0.record(Chronicle.withdrawn(.treatment), on: "client/C1", at: "10:00") },
      allowed: Act(Chronicle.serum(), at: "09:30"), broken: Act(Chronicle.serum(), at: "10:30"),
      amendment: correcting("occurred_at", to: time("10:30"))),
    RuleCase(
      11, "an ester cream on a client allergic to esters", then: refuseUnlessPast,
      given: {
        $0.record(Chronicle.history(allergies: [.ester]), on: "client/C1", at: "09:01")
        $0.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05")
      },
      allowed: Act(Chronicle.numbed(), at: "09:10"),
      broken: Act(Chronicle.numbed(classes: [.amide, .ester]), at: "09:10"),
      amendment: correcting("ingredients", to: #"[{"name":"tetracaine","class":"ester"}]"#)),
    RuleCase(
      18, "a photo after consent to photos was withdrawn", then: refuseUnlessPast,
      given: { $0.record(Chronicle.withdrawn(.photoRecord), on: "client/C1", at: "10:00") },
      allowed: Act(Chronicle.photo(), at: "09:30"), broken: Act(Chronicle.photo(), at: "10:30"),
      amendment: correcting("occurred_at", to: time("10:30"))),
    RuleCase(
      18, "a cartridge on a device that was withdrawn", then: note,
      given: {
        $0.record(
          .device(.deviceWithdrawn(DeviceWithdrawn())), on: "device/D1", at: "10:00")
      },
      allowed: Act(Chronicle.cartridge(), at: "09:30"),
      broken: Act(Chronicle.cartridge(), at: "10:30"),
      amendment: correcting("occurred_at", to: time("10:30"))),
  ]

  /// Rules 13 to 15: over a label, a range or a credential, or too soon.
  private static let limits: [RuleCase] = [
    RuleCase(
      13, "a pass deeper than the practitioner's credential", then: noteWithReason,
      given: { $0.open() }, allowed: Act(Chronicle.pass(depth: 150), at: "09:40"),
      broken: Act(Chronicle.pass(depth: 151), at: "09:40"),
      amendment: correcting("depth_mm", to: "1.51")),
    RuleCase(
      14, "more cream than the label's 60 g", then: noteWithReason,
      given: { $0.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05") },
      allowed: Act(Chronicle.numbed(grams: 6000, area: 6000), at: "09:10"),
      broken: Act(Chronicle.numbed(grams: 6001, area: 6000), at: "09:10"),
      amendment: correcting("grams", to: "60.01")),
    RuleCase(
      15, "a session two weeks after the last", then: noteWithReason, given: { _ in },
      allowed: Act(Chronicle.visit(), on: "session/S2", at: "2026-03-29T09:00"),
      broken: Act(Chronicle.visit(), on: "session/S2", at: "2026-03-15T09:00"),
      amendment: correcting("occurred_at", to: #""2026-03-15T09:00:00Z""#)),
  ]

  /// Rules 17, 19, 20 and 22: what a visit has, and when it is told.
  private static let visits: [RuleCase] = [
    RuleCase(
      17, "a close before aftercare was given", then: refuseUnlessPast,
      given: { clinic in
        for (event, time) in [
          (Chronicle.photo(), "09:03"), (Chronicle.decided(), "09:05"),
          (Chronicle.cartridge(), "09:30"), (Chronicle.pass(), "09:40"),
          (Chronicle.discarded, "09:50"), (Chronicle.advised, "10:16"),
        ] { clinic.record(event, on: "session/S1", at: time) }
      },
      allowed: Act(Chronicle.closed, at: "10:30"), broken: Act(Chronicle.closed, at: "10:10"),
      amendment: correcting("occurred_at", to: time("10:10"))),
    RuleCase(
      17, "a close with a cartridge not thrown away", then: note,
      given: { clinic in
        for (event, time) in [
          (Chronicle.photo(), "09:03"), (Chronicle.decided(), "09:05"),
          (Chronicle.cartridge(), "09:30"), (Chronicle.pass(), "09:40"),
          (Chronicle.advised, "10:00"), (Chronicle.discarded, "10:20"),
        ] { clinic.record(event, on: "session/S1", at: time) }
      },
      allowed: Act(Chronicle.closed, at: "10:30"), broken: Act(Chronicle.closed, at: "10:10"),
      amendment: correcting("occurred_at", to: time("10:10"))),
    RuleCase(
      19, "a pain score entered two days later",
      then: noteWithReason.merging([.imported: .taken]) { $1 }, given: { _ in },
      allowed: Act(Chronicle.pain(3), at: "10:00", recordedAt: "2026-03-02T10:00"),
      broken: Act(Chronicle.pain(3), at: "10:00", recordedAt: "2026-03-02T10:01"),
      amendment: correcting("occurred_at", to: time("09:59"))),
    RuleCase(
      20, "a call on the evening of the session", then: note, given: { $0.treatAndClose() },
      allowed: Act(Chronicle.call(), at: "2026-03-02T10:30"),
      broken: Act(Chronicle.call(), at: "2026-03-02T10:29"),
      amendment: correcting("occurred_at", to: #""2026-03-02T10:29:00Z""#)),
    RuleCase(
      22, "a third session of a course cut to two", then: note,
      given: {
        $0.record(Chronicle.visit(), on: "session/S0", at: "2026-01-15T09:00", by: "U2")
        $0.record(
          .course(.courseAmended(CourseAmended(sessionsPlanned: 2))), on: "course/K1",
          at: "2026-03-30T08:00")
      },
      allowed: Act(Chronicle.visit(), on: "session/S2", at: "2026-03-29T09:00"),
      broken: Act(Chronicle.visit(), on: "session/S2", at: "2026-03-31T09:00"),
      amendment: correcting("occurred_at", to: #""2026-03-30T08:00:00Z""#)),
  ]

  /// Rule 21: one place at a time.
  private static let diary: [RuleCase] = [
    RuleCase(
      21, "a room booked for two at once", then: refuseUnlessPast,
      given: {
        $0.record(Chronicle.registered, on: "client/C2", at: "2026-01-15T09:00")
        $0.record(
          Chronicle.slot("2026-03-10T10:00", "2026-03-10T11:00", practitioner: "U1"),
          on: "booking/B1", at: "09:00")
      },
      allowed: Act(
        Chronicle.slot("2026-03-10T11:00", "2026-03-10T12:00", client: "C2"), on: "booking/B2",
        at: "10:00"),
      broken: Act(
        Chronicle.slot("2026-03-10T10:59", "2026-03-10T12:00", client: "C2"), on: "booking/B2",
        at: "10:00"),
      amendment: correcting("starts_at", to: #""2026-03-10T10:59:00Z""#)),
    RuleCase(
      21, "a client marked absent before the start", then: refuseUnlessPast,
      given: {
        $0.record(
          Chronicle.slot("2026-03-10T10:00", "2026-03-10T11:00"), on: "booking/B1", at: "09:00")
      },
      allowed: Act(
        .booking(.clientDidNotAttend(ClientDidNotAttend())), on: "booking/B1",
        at: "2026-03-10T10:00"),
      broken: Act(
        .booking(.clientDidNotAttend(ClientDidNotAttend())), on: "booking/B1",
        at: "2026-03-10T09:59"),
      amendment: correcting("occurred_at", to: #""2026-03-10T09:59:00Z""#)),
  ]
}
