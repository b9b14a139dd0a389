import Records
import Testing

@testable import stipple

struct MessageTests {
  @Test func `an error shows its source, a caret and a hint`() {
    let message = Message(
      "no such column: numbng",
      source: .init(text: "select numbng from sessions", utf8Offset: 7),
      hint: "did you mean numbing?")
    #expect(
      message.text() == """
        error: no such column: numbng
          select numbng from sessions
                 ^
        hint: did you mean numbing?

        """)
  }

  @Test func `a note says the state left behind`() {
    let message = Message(
      "data.depth_mm: 4.5 is over 3.00", note: "nothing of this batch was written",
      status: .badInput)
    #expect(
      message.at("line 812").text() == """
        error: line 812: data.depth_mm: 4.5 is over 3.00
        note: nothing of this batch was written

        """)
  }

  @Test func `only the line at fault is shown`() {
    let sql = "select a,\n  b,\n  c\nfrom t"
    let message = Message("x", source: .init(text: sql, utf8Offset: 12))
    #expect(message.text() == "error: x\n    b,\n    ^\n")
  }

  @Test func `the caret counts columns, not bytes`() {
    let sql = "select '日本é\t', x"
    let message = Message("x", source: .init(text: sql, utf8Offset: sql.utf8.count - 1))
    let spaces = String(repeating: " ", count: 2 + 18)
    #expect(message.text() == "error: x\n  select '日本é\\t', x\n\(spaces)^\n")
  }

  @Test(arguments: [0, 40, 300, 999, 5000])
  func `a long line is cut around its caret`(offset: Int) throws {
    let sql = String(repeating: "abcdefghi ", count: 100)
    let message = Message("x", source: .init(text: sql, utf8Offset: offset))
    let lines = message.text(width: 60).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(displayWidth(lines[1]) <= 60)
    let caret = displayWidth(lines[2]) - 1
    #expect(caret < 60)
    if offset < 1000 {
      let at = Array(lines[1])[caret]
      #expect(at == Array(sql)[offset])
    }
  }

  @Test func `colour is only where it is asked for`() {
    #expect(!Message("x", hint: "y").text(.plain).contains("\u{1B}"))
    #expect(Message("x", hint: "y").text(.colored).contains("\u{1B}[36mhint:\u{1B}[0m y"))
  }
}

struct StyleTests {
  @Test(
    arguments: [
      (ColorChoice.auto, true, [:], true), (.auto, false, [:], false),
      (.auto, true, ["NO_COLOR": "1"], false), (.auto, true, ["NO_COLOR": ""], true),
      (.auto, true, ["TERM": "dumb"], false), (.auto, true, ["TERM": "xterm"], true),
      (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true), (.never, true, [:], false),
    ] as [(ColorChoice, Bool, [String: String], Bool)])
  func `colour is decided`(
    choice: ColorChoice, isTerminal: Bool, environment: [String: String], isColored: Bool
  ) {
    let style = Style(choice, isTerminal: isTerminal) { environment[$0] }
    #expect(style == (isColored ? .colored : .plain))
  }
}

struct FooterTests {
  @Test(
    arguments: [
      (Footer(rows: 117, duration: .milliseconds(2)), "117 rows · 2 ms"),
      (Footer(rows: 1, duration: .milliseconds(2)), "1 row · 2 ms"),
      (Footer(rows: 0), "0 rows"),
      (Footer(rows: 1, duration: .microseconds(3)), "1 row · <1 ms"),
      (Footer(rows: 2, duration: .milliseconds(999)), "2 rows · 999 ms"),
      (Footer(rows: 2, duration: .milliseconds(1049)), "2 rows · 1.04 s"),
      (Footer(rows: 2, duration: .seconds(59)), "2 rows · 59.00 s"),
      (Footer(rows: 2, duration: .seconds(125)), "2 rows · 2 min 5 s"),
      (Footer(rows: 1, moment: "@3020"), "1 row · as of @3020"),
      (
        Footer(rows: 300, hidden: 100),
        "300 rows · 100 not shown (.mode table all shows them)"
      ),
      (Footer(rows: 3, file: "a\u{1B}.csv"), "3 rows · written to a\\e.csv"),
    ])
  func `a footer`(footer: Footer, text: String) {
    #expect(footer.text == text)
  }
}
