/// What the REPL asks of the store, as functions, so that it can be tested without one.
struct ReplEngine {
  /// Runs one statement: `begin` and `row` of the writer, never its `end`; stops when `row` is false.
  ///
  /// Throws `Message.interrupted` when Ctrl-C stopped it.
  var execute: (_ sql: String, _ writer: ResultWriter) throws(Message) -> Void

  /// Whether a text ends in a whole statement (`sqlite3_complete`).
  var isComplete: (_ sql: String) -> Bool

  /// The tables that there are.
  var tables: () throws(Message) -> Listing

  /// The columns of a table, or of all.
  var schema: (_ table: String?) throws(Message) -> [String]

  /// The moment that statements are asked about, as the prompt shows it; nil is now.
  var moment: () -> String? = { nil }

  /// The moment that the last statement was answered for, as its footer names it.
  var answered: () -> String? = { nil }

  /// Answers what a dot command asks of the clinic's records.
  var answer: (_ question: ClinicQuestion, _ page: ReportPage) throws(ReplStop) -> Void = { _, _ in
  }

  /// How a statement would be answered, in words.
  var explain: (_ sql: String) throws(Message) -> String = { _ in "" }

  /// The values of `:name` parameters, by name.
  var parameters: () -> [(name: String, value: String)] = { [] }

  /// Gives a parameter its value; nil takes it away.
  var bind: (_ name: String, _ value: String?) -> Void = { _, _ in }

  /// Goes to a moment by what a person wrote, or back to now.
  var travel: (_ when: String?) throws(Message) -> Void = { _ in }
}

/// Why the REPL cannot go on with a line.
enum ReplStop: Error, Equatable {
  /// Something to be told; a session goes on after it, a script does not.
  case message(Message)

  /// The results can no longer be written.
  case output(OutputError)

  /// Does something that may have to be told of.
  static func converting<Value>(
    _ body: () throws(Message) -> Value
  ) throws(ReplStop) -> Value {
    do throws(Message) { return try body() } catch { throw .message(error) }
  }

  /// Does something that writes.
  static func converting<Value>(
    _ body: () throws(OutputError) -> Value
  ) throws(ReplStop) -> Value {
    do throws(OutputError) { return try body() } catch { throw .output(error) }
  }

  /// The same with the place it came from before its message, but for Ctrl-C, which has none.
  func at(_ place: String) -> ReplStop {
    guard case .message(let message) = self, message.status != .interrupted else { return self }
    return .message(message.at(place))
  }
}
