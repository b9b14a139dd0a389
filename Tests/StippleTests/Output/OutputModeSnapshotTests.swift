import Testing

@testable import stipple

/// What each mode looks like, on a screen and in a file.
struct OutputModeSnapshotTests {
  static let columns = ["event", "what", "detail", "ml", "n", "note"]
  static let rows: [[Cell]] = [
    [
      .text("@3041"), .text("numbing-decided"), .text("declined (low pain expected)"), .null,
      .integer(1), .text(""),
    ],
    [
      .text("@3044"), .text("serum-applied"), .text("hyaluronic acid, lot HA-7 ← HA-1"),
      .real(2.25),
      .integer(-12), .text("amended @3050:\nwrong lot"),
    ],
    [
      .text("@3045"), .text("naïve 日本 👩‍👩‍👧"), .text("a|b, \"c\" <d> _e_ \\f"), .real(0.1),
      .integer(.max), .null,
    ],
    [
      .blob([0x0A, 0xFF]), .text("\u{1B}[2J\u{202E}"), .text("=1+1"), .real(1e300), .integer(0),
      .null,
    ],
  ]

  @Test(arguments: OutputMode.allCases)
  func `a mode on a screen`(_ mode: OutputMode) throws {
    let text = try rendered(mode, Self.columns, Self.rows, .terminal(width: 100))
    try expectSnapshot(text, "screen-\(mode.rawValue)")
  }

  @Test(arguments: OutputMode.allCases)
  func `a mode in a file`(_ mode: OutputMode) throws {
    try expectSnapshot(try rendered(mode, Self.columns, Self.rows, .file), "file-\(mode.rawValue)")
  }

  @Test(arguments: OutputMode.allCases)
  func `a mode without rows`(_ mode: OutputMode) throws {
    try expectSnapshot(try rendered(mode, ["id", "n"], [], .file), "empty-\(mode.rawValue)")
  }

  @Test func `a table in colour`() throws {
    let page = Page.terminal(width: 60, style: .colored)
    try expectSnapshot(try rendered(.table, Self.columns, Self.rows, page), "screen-table-colour")
  }

  @Test func `a count, as in the manual`() throws {
    let text = try rendered(.table, ["n"], [[.integer(117)]], .terminal(width: 80))
    #expect(text == "  n\n117\n")
  }

  @Test func `an empty array is an array`() throws {
    #expect(try rendered(.json, ["id"], [], .file) == "[]\n")
  }

  @Test func `a failed result is not made to look whole`() {
    let destination = Destination(memoryAsTerminal: false)
    let writer = ResultWriter(.json, to: destination, page: .file)
    writer.begin(columns: ["n"])
    #expect(writer.row([.integer(1)]))
    writer.abandon()
    #expect(String(decoding: destination.contents, as: UTF8.self) == "[{\"n\":1}\n")
  }

  @Test func `what fails before its first row writes nothing`() {
    let destination = Destination(memoryAsTerminal: false)
    let writer = ResultWriter(.csv, to: destination, page: .file)
    writer.begin(columns: ["n"])
    writer.abandon()
    #expect(destination.contents.isEmpty)
  }
}
