import Clinic
import ClinicStore
import Testing

@testable import stipple

/// The two sides of a visit's talk: a person who can be asked again, and a script that cannot.
@Suite struct ConversationTests {
  static func talk(_ text: String, isTyped: Bool) throws -> (Conversation, Destination, InputPipe) {
    let pipe = try InputPipe(Array(text.utf8))
    let screen = Destination(memoryAsTerminal: isTyped)
    let talk = Conversation(
      input: pipe.readEnd, isTyped: isTyped, output: screen, style: .plain, width: 80)
    return (talk, screen, pipe)
  }

  static func shown(_ screen: Destination) -> String {
    String(decoding: screen.contents, as: UTF8.self)
  }

  @Test func `somebody who types is told and asked again`() throws {
    let (talk, screen, pipe) = try Self.talk("fits\nfit\n", isTyped: true)
    try withExtendedLifetime(pipe) {
      #expect(try talk.ask("outcome> ") == "fits")
      try talk.complain(Message("outcome: that is not one of the words", hint: "? lists them"))
      #expect(try talk.ask("outcome> ") == "fit")
      #expect(try talk.ask("note> ") == nil)
    }
    #expect(
      Self.shown(screen) == """
        outcome> error: outcome: that is not one of the words
        hint: ? lists them
        outcome> note> \n
        """)
  }

  @Test func `a script is stopped by its first bad line, which is named`() throws {
    let (talk, screen, pipe) = try Self.talk("a\nb\n", isTyped: false)
    try withExtendedLifetime(pipe) {
      #expect(try talk.ask("one> ") == "a")
      try talk.echo("a")
      #expect(try talk.ask("two> ") == "b")
      let message = try #require(throws: Message.self) {
        try talk.complain(Message("two: yes or no", status: .badInput))
      }
      #expect(message.error == "line 2: two: yes or no")
      #expect(message.status == .badInput)
    }
    #expect(Self.shown(screen) == "one> a\ntwo> \n")
  }

  @Test func `what is shown is made visible`() throws {
    let (talk, screen, _) = try Self.talk("", isTyped: false)
    try talk.say(["a\u{1B}[2Jb"])
    try talk.head("T\u{202E}", "d\u{7}")
    #expect(Self.shown(screen) == "a\\e[2Jb\n\nT\\u{202E} · d\\u{7}\n")
  }

  @Test(arguments: [Style.plain, .colored])
  func `what does not fit is broken at spaces, its colours kept`(style: Style) throws {
    let pipe = try InputPipe([])
    let screen = Destination(memoryAsTerminal: true)
    let talk = Conversation(
      input: pipe.readEnd, isTyped: true, output: screen, style: style, width: 20)
    try withExtendedLifetime(pipe) {
      try talk.say(["  it is an\u{1B}[2Jother line"])
      try talk.remark("  a remark beside the point")
      try talk.head("Cream off", "on for 5 minutes")
      try talk.complain(Message("lot: there is no such lot", hint: "? lists all of them"))
    }
    #expect(
      Self.shown(screen) == """
          it is an\\e[2Jother
          line
        \(style.dim("  a remark beside"))
        \(style.dim("  the point"))

        \(style.bold("Cream off")) · on for 5
        minutes
        \(style.red("error:")) lot: there is
        no such lot
        \(style.cyan("hint:")) ? lists all of
        them

        """)
  }

  @Test(
    arguments: [
      ([.refuseUnlessPast], "another lot, or --override --reason …", true, true, "another lot"),
      ([.noteWithReason], "a lesser depth, or --reason …", true, false, "a lesser depth"),
      ([.noteWithReason], "--reason …", true, false, nil),
      ([.noteWithReason, .refuseUnlessPast], "--override --reason …", true, true, nil),
      ([.refuse], "look at the depth again", false, false, "look at the depth again"),
      // One finding that no reason changes keeps the whole entry out.
      (
        [.refuseUnlessPast, .refuse], "another lot, or --override --reason …", false, false,
        "another lot"
      ),
    ] as [([Finding.Level], String, Bool, Bool, String?)])
  func `a refusal says whether a reason would change it`(
    levels: [Finding.Level], hint: String, takesReason: Bool, needsOverride: Bool, plain: String?
  ) {
    let findings = levels.map { level in
      Finding(
        rule: 9, level: level, message: "it is no good", hint: hint, field: "data.lot",
        limit: "good")
    }
    let refusal = Refusal(StoreError(refusing: findings))
    #expect(refusal.takesReason == takesReason)
    #expect(refusal.needsOverride == needsOverride)
    #expect(refusal.message.hint == plain)
    #expect(refusal.message.error == "it is no good; not recorded")
    #expect(refusal.field == "lot")
  }

  @Test func `what the disk or a lock refuses no reason changes`() {
    #expect(!Refusal(StoreError(.locked, "the store is locked", hint: "--reason …")).takesReason)
  }
}
