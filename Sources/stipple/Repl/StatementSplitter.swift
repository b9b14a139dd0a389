/// Makes statements out of lines: one may span many, and a line may hold several.
///
/// Where a statement ends is for the engine to say, which knows quotes, comments and triggers; this asks
/// it at each semicolon.
struct StatementSplitter {
  /// A whole statement, and the line that it begins on.
  struct Statement: Equatable {
    var text: String
    var line: Int
  }

  private let isComplete: (String) -> Bool
  private var pending = ""
  private var firstLine = 0

  init(isComplete: @escaping (String) -> Bool) { self.isComplete = isComplete }

  /// Whether a statement has begun and not ended.
  var isPending: Bool { !isBlank(pending) }

  /// Takes a line; gives the statements that it completes.
  mutating func add(_ line: String, number: Int) -> [Statement] {
    var statements: [Statement] = []
    if !isPending { (pending, firstLine) = ("", number) }
    var rest = line[...]
    var searched = rest.startIndex
    while let semicolon = rest[searched...].utf8.firstIndex(of: UInt8(ascii: ";")) {
      searched = rest.index(after: semicolon)
      let text = pending + rest[..<searched]
      guard isComplete(text) else { continue }
      if !isBlank(text.dropLast()[...]) {
        statements.append(Statement(text: trimmed(text), line: firstLine))
      }
      rest = rest[searched...]
      (pending, firstLine) = ("", number)
    }
    pending += rest + "\n"
    return statements
  }

  /// What is left when no more lines come.
  enum Remainder: Equatable {
    case nothing
    /// A statement that lacks nothing but its semicolon.
    case statement(Statement)
    /// A quote or a comment that was never closed, begun on this line.
    case unfinished(line: Int)
  }

  /// Takes what is left; nothing is pending after it.
  mutating func finish() -> Remainder {
    defer { reset() }
    guard isPending else { return .nothing }
    // On a line of its own, where a comment of `--` does not hide it.
    guard isComplete(pending + ";") else { return .unfinished(line: firstLine) }
    return .statement(Statement(text: trimmed(pending), line: firstLine))
  }

  /// Forgets what is pending.
  mutating func reset() { pending = "" }

  private func trimmed(_ text: String) -> String {
    let start = text.utf8.firstIndex { $0 > 0x20 } ?? text.endIndex
    let end = text.utf8.lastIndex { $0 > 0x20 }.map(text.utf8.index(after:)) ?? start
    return String(text[start..<end])
  }
}

/// Whether SQL is spaces and whole comments, so that there is nothing to run.
func isBlank(_ sql: some StringProtocol) -> Bool {
  var rest = sql.utf8[...]
  while let first = rest.first {
    if first <= 0x20 {
      rest = rest.dropFirst()
    } else if rest.starts(with: "--".utf8) {
      rest = rest.drop { $0 != UInt8(ascii: "\n") }
    } else if rest.starts(with: "/*".utf8) {
      rest = rest.dropFirst(2)
      while !rest.isEmpty, !rest.starts(with: "*/".utf8) { rest = rest.dropFirst() }
      if rest.isEmpty { return false }
      rest = rest.dropFirst(2)
    } else {
      return false
    }
  }
  return true
}
