import TestProcesses
import Testing

/// Two people who are led through the same visit at once, each at a terminal.
@Suite(.serialized) struct TwoGuidesTests {
  /// A clinic, and a guide in it that asks for the outcome of the same-day check.
  static func atTheCheck() throws -> (Command, GuideTerminal) {
    let clinic = try GuidedVisitTests.clinic()
    let guide = try GuideTerminal(clinic)
    try guide.answer(("course", ""), ("practitioner", ""), ("room", ""))
    try guide.see("outcome")
    return (clinic, guide)
  }

  static func told(_ guide: GuideTerminal, _ row: String) -> Bool {
    guide.rows.contains { $0.hasPrefix(row) }
  }

  @Test func `a step that the other has recorded is told of, and not recorded again`() throws {
    let (clinic, first) = try Self.atTheCheck()
    let second = try GuideTerminal(clinic, as: "U1")
    try second.answer(("outcome", "fit"))
    try second.see("lot")
    try first.answer(("outcome", "defer"), ("note", "a cold"))
    try first.see("lot")
    #expect(Self.told(first, "  recorded meanwhile @51 pre-treatment-checked by U1: fit"))
    #expect(Self.told(first, "error: somebody else added to the session meanwhile; not recorded"))
    #expect(Self.told(first, "hint: go check asks it again"))
    #expect(try first.leave() == 0)
    #expect(try second.leave() == 0)
    #expect(try GuidedVisitTests.types(clinic) == ["session-opened", "pre-treatment-checked"])
    #expect(try clinic.ask("select check_outcome from sessions where id = 'S2'") == "fit")
  }

  @Test func `a step with no entry yet is asked again with what was typed`() throws {
    let (clinic, guide) = try Self.atTheCheck()
    try guide.answer(("outcome", "fit"), ("lot", ""))
    try guide.see("antiseptic")
    try clinic.expect("record", "note-added", "session/S2", "note=The booking was late.")
    try guide.answer(("antiseptic", "no"), ("lot", ""))
    try guide.see("antiseptic (yes, no) [no]")
    #expect(Self.told(guide, "  recorded meanwhile @52 note-added by U1"))
    #expect(Self.told(guide, "hint: give it again if it still holds, or skip"))
    #expect(try clinic.ask("select count(*) from events") == "52")
    try guide.answer(("antiseptic", ""))
    try guide.see("photo")
    #expect(try guide.leave() == 0)
    #expect(try GuidedVisitTests.types(clinic).last == "skin-cleansed")
    #expect(
      try clinic.ask("select antiseptic from sessions where id = 'S2'") == "0")
  }

  @Test func `a session is opened once`() throws {
    let clinic = try GuidedVisitTests.clinic()
    let first = try GuideTerminal(clinic)
    try first.see("course")
    let second = try GuideTerminal(clinic, as: "U1")
    try second.answer(("course", ""), ("practitioner", "U2"), ("room", ""))
    try second.see("outcome")
    try first.answer(("course", ""), ("practitioner", ""), ("room", ""))
    try first.see("outcome")
    #expect(Self.told(first, "  recorded meanwhile @50 session-opened by U1"))
    #expect(try first.leave() == 0)
    #expect(try second.leave() == 0)
    #expect(try clinic.ask("select count(*) from sessions where client = 'C1'") == "2")
  }

  @Test func `a photo is declined once`() throws {
    let (clinic, first) = try Self.atTheCheck()
    try first.answer(("outcome", "fit"), ("lot", ""), ("antiseptic", "yes"))
    try first.see("photo")
    let second = try GuideTerminal(clinic, as: "U1")
    try second.answer(("photo", "declined"))
    try second.see("decision")
    try first.answer(("photo", "declined"))
    try first.see("decision")
    #expect(try first.leave() == 0)
    #expect(try second.leave() == 0)
    #expect(try GuidedVisitTests.types(clinic).filter { $0 == "photo-declined" }.count == 1)
  }

  @Test func `a correction of what the other has corrected waits for another look`() throws {
    let (clinic, guide) = try Self.atTheCheck()
    try guide.answer(("outcome", "fit"))
    try guide.see("lot")
    try clinic.expect("correct", "@51", "outcome=refer", "--reason", "transcription")
    try guide.answer(("lot", "fix outcome=defer"))
    try guide.see("lot")
    #expect(Self.told(guide, "  recorded meanwhile @52 entry-corrected by U1"))
    #expect(try guide.leave() == 0)
    #expect(try clinic.ask("select check_outcome from sessions where id = 'S2'") == "refer")
  }

  @Test func `the other's close ends it`() throws {
    let (clinic, guide) = try Self.atTheCheck()
    try clinic.expect(
      "record", "session-abandoned", "session/S2", "step=check", "reason=A cold.")
    try guide.answer(("outcome", "fit"))
    #expect(try guide.ended() == 0)
    #expect(Self.told(guide, "session S2 abandoned"))
    #expect(try GuidedVisitTests.types(clinic) == ["session-opened", "session-abandoned"])
  }
}
