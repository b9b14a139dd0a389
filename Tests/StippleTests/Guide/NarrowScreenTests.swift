import Testing

/// A guided visit on a screen of few columns.
@Suite(.serialized) struct NarrowScreenTests {
  /// The words on a screen of so many columns after help, a complaint and an entry.
  static func words(columns: Int) throws -> [Substring] {
    let clinic = try GuidedVisitTests.clinic()
    try clinic.expect(
      "record", "client-registered", "client/C2", "name=Ann Other", "born_on=1990-01-01")
    let guide = try GuideTerminal(clinic, "C2", columns: columns)
    try guide.answer(("practitioner", ""), ("room", "help"), ("room", "go nowhere"), ("room", "R1"))
    try guide.answer(("outcome", "zzz"), ("outcome", "go nowhere"), ("outcome", "?"))
    try guide.see("outcome")
    #expect(guide.rows.allSatisfy { $0.count <= columns })
    let rows = guide.rows
    #expect(try guide.leave() == 0)
    return rows.flatMap { $0.split(separator: " ") }
  }

  @Test(arguments: [60, 48]) func `no word is broken`(columns: Int) throws {
    #expect(try Self.words(columns: columns) == Self.words(columns: 80))
  }
}
