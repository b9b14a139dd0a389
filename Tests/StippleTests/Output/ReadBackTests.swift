import Foundation
import Records
import TestProcesses
import Testing

@testable import stipple

/// What is written for other programs, read by another program's own reader: Python's.
struct ReadBackTests {
  static let columns = ["text", "again", "n", "x", "nothing"]
  static let rows: [[Cell]] = HostileText.all.enumerated().map { index, text in
    [
      .text(text), .text(text + "x"), .integer(Int64(index) - 9_007_199_254_740_993),
      .real(Double(index) / 7 - 1), .null,
    ]
  }

  /// Runs a Python program on some input; gives what it prints, which is a JSON array of rows.
  private func python(_ program: String, _ input: String) throws -> [[String?]] {
    let outcome = try Python().run(["-c", program], input: Data(input.utf8))
    #expect(outcome.status == 0, "\(outcome)")
    return try JSONDecoder().decode([[String?]].self, from: Data(outcome.output.utf8))
  }

  private func expectEqual(_ read: [[String?]], _ expected: [[String?]]) {
    #expect(read.count == expected.count)
    for (row, wanted) in zip(read, expected) {
      #expect(row.count == wanted.count)
      for (field, value) in zip(row, wanted) {
        // By scalars: String's == takes canonical equivalents for the same.
        #expect(field.map { Array($0.unicodeScalars) } == value.map { Array($0.unicodeScalars) })
      }
    }
  }

  private func text(_ cell: Cell) -> String? {
    switch cell {
    case .null: nil
    case .integer(let value): String(value)
    case .real(let value): value.description
    case .text(let text): text
    case .blob: nil
    }
  }

  @Test func `CSV read by Python's csv equals the cells`() throws {
    let program = """
      import csv, io, json, sys
      text = sys.stdin.buffer.read().decode("utf-8")
      sys.stdout.write(json.dumps(list(csv.reader(io.StringIO(text, newline="")))))
      """
    // Python's reader takes no NUL before 3.11, and SQLite's text holds none.
    let rows = Self.rows.filter { row in
      guard case .text(let text) = row[0] else { return true }
      return !text.unicodeScalars.contains("\0")
    }
    let read = try python(program, try rendered(.csv, Self.columns, rows, .file))
    let guarded = rows.map { row in
      row.map { cell -> String? in
        guard case .text(let text) = cell else { return self.text(cell) ?? "" }
        return Self.isGuarded(text) ? "'" + text : text
      }
    }
    expectEqual(read, [Self.columns] + guarded)
  }

  /// The cells of the corpus that a spreadsheet would run, named one by one.
  private static func isGuarded(_ text: String) -> Bool {
    let plain = ["-5", "+5.5e3"]
    return "=+-@\t\r\n".unicodeScalars.contains { $0 == text.unicodeScalars.first }
      && !plain.contains(text)
  }

  @Test(
    arguments: [
      ("=1", true), ("+1", false), ("-1.5", false), ("-1e-5", false), ("+1x", true), ("-", true),
      ("--1", true), ("-1.", true), ("@a", true), ("\ta", true), ("\ra", true), ("a=1", false),
      ("", false), ("-1+1", true), ("+44 20 7946 0000", true), ("-٣", true),
    ])
  func `a formula is guarded and a number is not`(text: String, isFormula: Bool) {
    #expect(CSVFormat.isFormula(text) == isFormula)
  }

  @Test func `CSV tells NULL from the empty text`() throws {
    #expect(
      try rendered(.csv, ["a", "b"], [[.null, .text("")]], .file) == "a,b\r\n,\"\"\r\n")
  }

  @Test(arguments: [OutputMode.json, .ndjson], [Page.file, .terminal(width: 80)])
  func `JSON read by Python equals the cells`(mode: OutputMode, page: Page) throws {
    let program =
      mode == .json
      ? """
      import json, sys
      rows = json.loads(sys.stdin.buffer.read().decode("utf-8"), parse_int=str, parse_float=str)
      sys.stdout.write(json.dumps([list(row.values()) for row in rows]))
      """
      : """
      import json, sys
      lines = sys.stdin.buffer.read().decode("utf-8").split("\\n")
      assert lines.pop() == ""
      rows = [json.loads(line, parse_int=str, parse_float=str) for line in lines]
      sys.stdout.write(json.dumps([list(row.values()) for row in rows]))
      """
    let read = try python(program, try rendered(mode, Self.columns, Self.rows, page))
    expectEqual(read, Self.rows.map { $0.map(text) })
  }

  @Test func `TSV unescaped by Python equals the cells`() throws {
    let program = #"""
      import json, re, sys
      named = {"n": "\n", "r": "\r", "t": "\t", "e": "\x1b", "\\": "\\"}
      def cell(text):
          if text == "\\N":
              return None
          def one(match):
              return chr(int(match[2], 16)) if match[2] else named[match[1]]
          return re.sub(r"\\(u\{([0-9A-F]+)\}|.)", one, text)
      lines = sys.stdin.buffer.read().decode("utf-8").split("\n")
      assert lines.pop() == ""
      sys.stdout.write(json.dumps([[cell(field) for field in line.split("\t")] for line in lines]))
      """#
    let read = try python(program, try rendered(.tsv, Self.columns, Self.rows, .file))
    expectEqual(read, [Self.columns] + Self.rows.map { $0.map(text) })
  }

  @Test(arguments: [Page.file, .terminal(width: 80)])
  func `HTML read by Python's parser equals the cells as they are shown`(page: Page) throws {
    let program = """
      import html.parser, json, sys
      rows, opened = [], []
      class Reader(html.parser.HTMLParser):
          def handle_starttag(self, tag, attributes):
              opened.append(tag)
              if tag == "tr":
                  rows.append([])
              elif tag in ("td", "th"):
                  null = ("class", "null") in attributes
                  rows[-1].append(None if null else "")
              else:
                  assert tag in ("table", "thead", "tbody"), tag
          def handle_endtag(self, tag):
              assert opened.pop() == tag, tag
          def handle_data(self, data):
              if opened and opened[-1] in ("td", "th"):
                  rows[-1][-1] += data
              else:
                  assert data.strip() == "", data
      reader = Reader()
      reader.feed(sys.stdin.buffer.read().decode("utf-8"))
      reader.close()
      assert not opened
      sys.stdout.write(json.dumps(rows))
      """
    let read = try python(program, try rendered(.html, Self.columns, Self.rows, page))
    expectEqual(read, [Self.columns] + Self.rows.map { $0.map { text($0).map(visible) } })
  }

  @Test func `HTML tells NULL from the empty text, and sets numbers right`() throws {
    let text = try rendered(
      .html, ["a", "b", "c"], [[.null, .text(""), .integer(1)], [.real(0.5), .null, .null]], .file)
    #expect(
      text == """
        <table>
        <thead>
        <tr><th scope="col">a</th><th scope="col">b</th><th scope="col" align="right">c</th></tr>
        </thead>
        <tbody>
        <tr><td class="null"></td><td></td><td align="right">1</td></tr>
        <tr><td align="right">0.5</td><td class="null"></td><td class="null"></td></tr>
        </tbody>
        </table>

        """)
  }

  @Test func `columns of one name keep all their values in JSON`() throws {
    let text = try rendered(
      .ndjson, ["n", "n", "n:1"], [[.integer(1), .integer(2), .integer(3)]], .file)
    #expect(text == "{\"n\":1,\"n:1\":2,\"n:1:1\":3}\n")
  }

  @Test(
    arguments: [
      (1.7, "1.7"), (0.1, "0.1"), (1.0, "1.0"), (-0.0, "-0.0"), (1e21, "1e+21"),
      (.leastNonzeroMagnitude, "5e-324"),
      (100_000.0, "100000.0"), (.infinity, "1e999"), (-.infinity, "-1e999"), (.nan, "null"),
    ] as [(Double, String)])
  func `a number is the shortest that reads back`(number: Double, digits: String) throws {
    #expect(try rendered(.ndjson, ["x"], [[.real(number)]], .file) == "{\"x\":\(digits)}\n")
  }
}
