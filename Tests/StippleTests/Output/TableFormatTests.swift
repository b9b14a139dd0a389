import Records
import Testing

@testable import stipple

struct TableFormatTests {
  @Test func `rows beyond the limit are counted and told of`() throws {
    let destination = Destination(memoryAsTerminal: true)
    let writer = ResultWriter(.table, to: destination, page: .terminal(width: 80, rowLimit: 2))
    writer.begin(columns: ["n"])
    for number in 1...5 { #expect(writer.row([.integer(Int64(number))])) }
    try writer.end()
    #expect(writer.rowCount == 5)
    #expect(writer.hiddenCount == 3)
    let text = String(decoding: destination.contents, as: UTF8.self)
    #expect(text == "n\n1\n2\n… 3 more rows, not shown\n")
  }

  @Test func `a file gets every row`() throws {
    let rows = (0..<1000).map { [Cell.integer($0)] }
    let text = try rendered(.table, ["n"], rows, .file)
    #expect(text.split(separator: "\n").count == 1001)
  }

  @Test func `null differs from the empty text`() throws {
    let text = try rendered(.table, ["a", "b"], [[.null, .text("")]], .terminal(width: 80))
    #expect(text == "a     b\nNULL\n")
  }

  @Test func `a column of numbers and NULL stands right, a mixed one left`() throws {
    let rows: [[Cell]] = [
      [.integer(5), .text("x")], [.null, .integer(10)], [.real(0.25), .text("y")],
    ]
    let text = try rendered(.table, ["n", "mixed"], rows, .terminal(width: 80))
    #expect(text == "   n  mixed\n   5  x\nNULL  10\n0.25  y\n")
  }

  @Test func `too many columns become lines, and it is said`() throws {
    let columns = (1...20).map { "column_\($0)" }
    let row = (1...20).map { Cell.text("a value of its own, \($0)") }
    let text = try rendered(.table, columns, [row], .terminal(width: 80))
    for number in 1...20 {
      #expect(text.contains("column_\(number) = a value of its own, \(number)\n"))
    }
    #expect(text.hasSuffix("wide: shown a field a line)\n"))
  }

  @Test func `megabytes in a cell take no longer than their beginning`() throws {
    let long = String(repeating: "界", count: 2_000_000)
    let text = try rendered(
      .table, ["t", "b"], [[.text(long), .blob(Array(repeating: 7, count: 1_000_000))]],
      .terminal(width: 60))
    #expect(text.utf8.count < 400)
    #expect(text.contains("…"))
  }

  /// Text of what is hard to lay out, the same for the same seed.
  static func random(_ generator: inout SplitMix) -> String {
    let pieces = [
      "a", "word", " ", "日本", "👩‍👩‍👧", "é", "e\u{301}", "🇬🇧", "\n", "\u{1B}[31m", "\\", "क्षि", "…",
      "\u{202E}", "한", "\u{1112}\u{1161}\u{11AB}", "☎️", "1️⃣", "\u{301}", "\t",
    ]
    return (0..<Int.random(in: 0...12, using: &generator))
      .map { _ in pieces.randomElement(using: &generator)! }.joined()
  }

  @Test(arguments: 0..<200)
  func `no line of a table is wider than the screen`(seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let columns = (0..<Int.random(in: 1...8, using: &generator)).map { "c\($0)" }
    let rows = (0..<5).map { _ in columns.map { _ in Cell.text(Self.random(&generator)) } }
    let width = Int.random(in: 54...120, using: &generator)
    let text = try rendered(.table, columns, rows, .terminal(width: width))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == 6)
    for line in lines { #expect(displayWidth(line) <= width, "\(line)") }
  }
}

/// A small generator of repeatable numbers (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
