import Testing

@testable import stipple

/// An engine without a store: it keeps what it was given, and answers by the first word.
///
/// `select N` gives N rows, `fail` an error, `interrupt` a Ctrl-C; `nothing` gives no result.
final class FakeEngine {
  private(set) var executed: [String] = []
  var moment: String?

  var engine: ReplEngine {
    ReplEngine(
      execute: { sql, writer throws(Message) in try self.execute(sql, writer) },
      isComplete: FakeEngine.isComplete,
      tables: { () throws(Message) in
        Listing(columns: ["table", "holds"], rows: [[.text("sessions"), .text("visits")]])
      },
      schema: { name throws(Message) in
        guard name ?? "sessions" == "sessions" else { throw Message("no such table: \(name!)") }
        return ["create table sessions (\n  id text\n);"]
      },
      moment: { self.moment },
      answered: { self.moment },
      travel: { (when) throws(Message) in
        guard when != "never" else { throw Message("cannot read 'never' as a moment") }
        self.moment = when
      })
  }

  private func execute(_ sql: String, _ writer: ResultWriter) throws(Message) {
    executed.append(sql)
    let words = sql.split { $0.isWhitespace || $0 == ";" }
    switch words.first {
    case "select":
      writer.begin(columns: ["n"])
      let count = words.dropFirst().first.flatMap { Int64($0) } ?? 1
      for number in 0..<count where !writer.row([.integer(number)]) { break }
    case "fail":
      throw Message("it failed", source: .init(text: sql, utf8Offset: 0))
    case "interrupt":
      writer.begin(columns: ["n"])
      throw .interrupted
    case "wait":
      while !Interrupts.pending {}
      throw .interrupted
    default: break
    }
  }

  /// Whether the text ends in a semicolon that is in no quote and no comment.
  static func isComplete(_ sql: String) -> Bool {
    var rest = Array(sql.unicodeScalars)[...]
    var ends = false
    while let scalar = rest.popFirst() {
      switch scalar {
      case ";": ends = true
      case " ", "\n", "\t", "\r": break
      case "'", "\"":
        guard let close = rest.firstIndex(of: scalar) else { return false }
        rest = rest[(close + 1)...]
        ends = false
      case "-" where rest.first == "-": rest = rest.drop { $0 != "\n" }
      case "/" where rest.first == "*":
        var previous: Unicode.Scalar = " "
        rest = rest.dropFirst()
        while let next = rest.popFirst(), !(previous == "*" && next == "/") {
          previous = next
          if rest.isEmpty { return false }
        }
      default: ends = false
      }
    }
    return ends
  }
}

/// What a run of the REPL said and did.
struct Transcript {
  var status: stipple.ExitStatus
  var output: String
  var errors: String
  var executed: [String]
}

/// Runs the REPL on some input, as a script or, with terminals that are memory, as a session.
func runRepl(
  _ input: [UInt8], isInteractive: Bool = false, mode: OutputMode = .tsv,
  moment: String? = nil, timer: Bool = false
) throws -> Transcript {
  let fake = FakeEngine()
  fake.moment = moment
  let output = Destination(memoryAsTerminal: isInteractive)
  let errors = Destination(memoryAsTerminal: isInteractive)
  let pipe = try InputPipe(input)
  let settings = Repl.Settings(mode: mode, timer: timer)
  let repl = Repl(
    engine: fake.engine, settings: settings, input: pipe.readEnd, isInteractive: isInteractive,
    output: output, errors: errors)
  let status = repl.run()
  return Transcript(
    status: status, output: String(decoding: output.contents, as: UTF8.self),
    errors: String(decoding: errors.contents, as: UTF8.self), executed: fake.executed)
}

func runRepl(
  _ input: String, isInteractive: Bool = false, mode: OutputMode = .tsv,
  moment: String? = nil, timer: Bool = false
) throws -> Transcript {
  try runRepl(
    Array(input.utf8), isInteractive: isInteractive, mode: mode, moment: moment,
    timer: timer)
}
