import Clinic
import EventLog
import Records
import Testing

/// Rules 13, 14 and 15: over a label, a range or a credential, or too soon.
@Suite struct LimitTests {
  @Test func `the device, the protocol and the credential each have their say`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      .device(
        .deviceCommissioned(
          DeviceCommissioned(
            make: "Example", model: "Pen 1", serial: "EX-0", maxDepthMm: .hundredths(90),
            kind: .pen))), on: "device/D2", at: "08:00")
    clinic.record(
      .session(
        .cartridgeOpened(
          CartridgeOpened(
            cartridge: "X1", lot: "L2", pins: 12, maxDepthMm: .hundredths(250), device: "D2",
            sealIntact: true))), on: "session/S1", at: "09:30")
    #expect(
      try clinic.says(13, of: Chronicle.pass(.forehead, depth: 160), at: "09:40") == [
        "1.60 mm is over the 0.90 mm of device D2’s label",
        "1.60 mm is over the 1.00 mm of the protocol’s range for forehead",
        "1.60 mm is over the 1.50 mm of U2’s credential",
      ])
    #expect(try clinic.says(13, of: Chronicle.pass(.cheek, depth: 90), at: "09:40").isEmpty)
  }

  @Test func `of credentials in force the widest counts`() throws {
    var clinic = Chronicle.treatment()
    clinic.open()
    clinic.record(Chronicle.credential(.licence, depth: 200), on: "staff/U2", at: "08:00")
    clinic.record(
      Chronicle.credential(.registration, depth: 250, to: "2026-02-28"), on: "staff/U2",
      at: "08:00")
    #expect(try clinic.says(13, of: Chronicle.pass(depth: 200), at: "09:40").isEmpty)
    #expect(try clinic.says(13, of: Chronicle.pass(depth: 201), at: "09:40").count == 1)
  }

  @Test(arguments: [(nil, 1), (true, 1), (false, 0)] as [(Bool?, Int)])
  func `a pass around the eye stays outside the rim`(_ isInside: Bool?, _ count: Int) throws {
    var clinic = Chronicle.treatment()
    clinic.open()
    let pass = ClinicEvent.session(
      .needlePassMade(
        NeedlePassMade(
          cartridge: "X1", zone: .periorbital, side: .left, depthMm: .hundredths(25), passes: 1,
          directions: [], technique: .stamp, insideRim: isInside)))
    #expect(try clinic.says(13, of: pass, at: "09:40").count == count)
  }

  private static func accepted() -> Chronicle {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.decided(.accepted), on: "session/S1", at: "09:05")
    return clinic
  }

  @Test(arguments: [
    (Chronicle.numbed(), []),
    (Chronicle.numbed(grams: 1500, area: 1000), []),
    (
      Chronicle.numbed(grams: 1501, area: 1000),
      ["15.01 g on 100.0 cm² is over the label’s 1.50 g/10 cm²"]
    ),
    (Chronicle.numbed(area: 6001), ["600.1 cm² is over the label’s 600.0 cm²"]),
    (Chronicle.numbed(occluded: true), ["the label is silent about covering the cream"]),
    (Chronicle.numbed(barrierIntact: false), ["the cream is on skin whose barrier is broken"]),
    (Chronicle.numbed(classes: [], product: "P1"), ["the label of product P1 gives no dose"]),
  ])
  func `cream goes on as its label says`(_ event: ClinicEvent, _ said: [String]) throws {
    let found = try Self.accepted().says(14, of: event, at: "09:10")
    // A deviation states what was found, a refusal what is wrong.
    #expect(found == said)
  }

  @Test func `cream put on twice counts together`() throws {
    var clinic = Self.accepted()
    clinic.record(Chronicle.numbed(grams: 3000, area: 3000), on: "session/S1", at: "09:10")
    #expect(
      try clinic.says(14, of: Chronicle.numbed(grams: 3000, area: 3000), at: "09:15").isEmpty)
    #expect(
      try clinic.says(14, of: Chronicle.numbed(grams: 3001, area: 3001), at: "09:15")
        == ["60.01 g is over the label’s 60.00 g", "600.1 cm² is over the label’s 600.0 cm²"])
  }

  @Test func `cream is off within the label's hour`() throws {
    var clinic = Chronicle.treatment()
    clinic.numb()
    #expect(try clinic.says(14, of: Chronicle.wiped, at: "10:10").isEmpty)
    #expect(
      try clinic.says(14, of: Chronicle.wiped, at: "10:11") == ["61 min is over the label’s 60 min"]
    )
  }

  private func opening(
    _ clinic: Chronicle, course: String? = "K1", at time: String
  ) throws -> [String] {
    try clinic.says(15, of: Chronicle.visit(course: course), on: "session/S2", at: time)
  }

  @Test func `the interval is the course's, as planned then, or the protocol's`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      .course(.courseAmended(CourseAmended(minIntervalDays: 14))), on: "course/K1",
      at: "2026-03-20T09:00")
    #expect(
      try opening(clinic, at: "2026-03-19T09:00")
        == ["18 days after session S1 is under the 28 days of course K1"])
    #expect(try opening(clinic, at: "2026-03-20T09:00").isEmpty)
    #expect(try opening(clinic, course: nil, at: "2026-03-22T08:00").isEmpty)
    #expect(
      try opening(clinic, course: nil, at: "2026-03-21T23:00")
        == ["20 days after session S1 is under the 21 days of the protocol"])
  }

  @Test func `a session given up before its first pass does not count`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      .session(.sessionAbandoned(SessionAbandoned(step: .check, reason: "unwell"))),
      on: "session/S1", at: "09:10")
    #expect(try opening(clinic, at: "2026-03-03T09:00").isEmpty)
  }

  @Test func `a caution is said when the session opens, and not again`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(Chronicle.found(.retinoid, .relative), on: "client/C1", at: "2026-03-29T08:00")
    let said = try opening(clinic, at: "2026-03-29T09:00")
    #expect(
      said == ["client C1 had a relative contraindication open on 2026-03-29, retinoid"])
    clinic.record(Chronicle.visit(), on: "session/S2", at: "2026-03-29T09:00")
    clinic.record(Chronicle.cartridge(), on: "session/S2", at: "2026-03-29T09:10")
    #expect(
      try clinic.says(15, of: Chronicle.pass(), on: "session/S2", at: "2026-03-29T09:20").isEmpty)
  }

  @Test func `a caution found since is said at the first pass, once`() throws {
    var clinic = Chronicle.treatment()
    clinic.open()
    clinic.record(Chronicle.history(sunLastOn: "2026-02-23"), on: "client/C1", at: "09:31")
    #expect(
      try clinic.says(15, of: Chronicle.pass(), at: "09:40")
        == ["the wash-out of 7 days after sun was not over on 2026-03-01"])
    clinic.record(Chronicle.pass(), on: "session/S1", at: "09:40")
    #expect(try clinic.says(15, of: Chronicle.pass(.chin), at: "09:45").isEmpty)
  }

  @Test func `a wash-out is over on its last day, and of what is still taken it is not`() throws {
    var clinic = Chronicle.treatment()
    clinic.record(
      Chronicle.history(sunLastOn: "2026-03-22"), on: "client/C1", at: "2026-03-28T09:00")
    #expect(try opening(clinic, at: "2026-03-29T09:00").isEmpty)
    clinic.record(
      Chronicle.history(medications: [.isotretinoin]), on: "client/C1", at: "2026-03-28T10:00")
    #expect(try opening(clinic, at: "2026-03-29T09:00").count == 1)
  }
}
