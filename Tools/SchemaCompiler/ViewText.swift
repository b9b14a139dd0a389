/// What a view's SELECT may not say: whatever makes the same rows answer otherwise tomorrow.
///
/// A view is asked about a moment, which it knows as `:now`. The machine's clock, its zone and chance
/// are none of its business.
struct ViewText {
  private enum Token: Equatable {
    case word(String), string(String), parameter(String), symbol(Character)
  }

  private var tokens: [(token: Token, line: Int)] = []

  /// Throws the first thing that a view may not say, by its line.
  static func check(_ sql: String, from line: Int, of file: String) throws(Refusal) {
    let source = ViewText(sql, from: line)
    for place in source.tokens.indices {
      guard let reason = source.refusal(at: place) else { continue }
      throw Refusal(
        file: file, pointer: "", reason: "line \(source.tokens[place].line): \(reason)")
    }
    guard case .word("select")? = source.tokens.first?.token else {
      if case .word("with")? = source.tokens.first?.token { return }
      throw Refusal(file: file, pointer: "", reason: "line \(line): one SELECT is expected")
    }
  }

  private static let moment = "take :now, the moment that is asked about"
  private static let clocks: Set = ["date", "time", "datetime", "julianday", "unixepoch"]

  private func refusal(at place: Int) -> String? {
    switch tokens[place].token {
    case .word(let word):
      if ["current_date", "current_time", "current_timestamp"].contains(word) {
        return "\(word) is the machine's clock; \(Self.moment)"
      }
      if ["random", "randomblob"].contains(word), isOpen(place + 1) {
        return "\(word)() answers otherwise each time"
      }
      // With no time given, these take the machine's.
      if Self.clocks.contains(word), isOpen(place + 1), isClose(place + 2) {
        return "\(word)() is the machine's clock; \(Self.moment)"
      }
      if word == "strftime", isOpen(place + 1), isClose(place + 3) {
        return "strftime() of a format alone is the machine's clock; \(Self.moment)"
      }
      return nil
    case .string(let text):
      switch text.lowercased() {
      case "now": return "'now' is the machine's clock; \(Self.moment)"
      case "localtime", "utc": return "'\(text)' is the machine's zone; local() is the clinic's"
      default: return nil
      }
    case .parameter(let name):
      return name == ":now" ? nil : "\(name) has no value here; :now has"
    case .symbol(let symbol):
      return symbol == ";" ? "one SELECT is expected, and no semicolon" : nil
    }
  }

  private func isOpen(_ place: Int) -> Bool { isSymbol("(", place) }
  private func isClose(_ place: Int) -> Bool { isSymbol(")", place) }

  private func isSymbol(_ symbol: Character, _ place: Int) -> Bool {
    place < tokens.count && tokens[place].token == .symbol(symbol)
  }

  /// Takes the words apart; comments are none.
  private init(_ sql: String, from first: Int) {
    var rest = Substring(sql)
    var line = first
    while let character = rest.first {
      if character == "\n" { line += 1 }
      if rest.hasPrefix("--") {
        rest = rest.drop { $0 != "\n" }
      } else if rest.hasPrefix("/*") {
        var end = rest.dropFirst(2)
        while !end.isEmpty, !end.hasPrefix("*/") { end = end.dropFirst() }
        line += rest[..<end.startIndex].count { $0 == "\n" }
        rest = end.dropFirst(2)
      } else if character == "'" || character == "\"" {
        let text = rest.dropFirst().prefix { $0 != character }
        tokens.append((character == "'" ? .string(String(text)) : .symbol(character), line))
        line += text.count { $0 == "\n" }
        rest = rest[text.endIndex...].dropFirst()
      } else if ":@$?".contains(character) {
        let name = rest.dropFirst().prefix(while: Self.isWord)
        tokens.append((.parameter(String(rest[..<name.endIndex])), line))
        rest = rest[name.endIndex...]
      } else if Self.isWord(character) {
        let word = rest.prefix(while: Self.isWord)
        tokens.append((.word(word.lowercased()), line))
        rest = rest[word.endIndex...]
      } else {
        if !character.isWhitespace { tokens.append((.symbol(character), line)) }
        rest = rest.dropFirst()
      }
    }
  }

  private static func isWord(_ character: Character) -> Bool {
    character == "_" || character.isLetter || character.isNumber
  }
}
