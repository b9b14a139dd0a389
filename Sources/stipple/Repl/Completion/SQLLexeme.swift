/// A piece of SQL as it is written: what completes, colours and redacts a statement reads.
///
/// Every text has lexemes, however unfinished it is: what is not closed runs to the end.
struct SQLLexeme: Equatable {
  /// What a piece is, by SQLite's rules.
  enum Kind {
    /// A keyword or a plain name.
    case word
    /// A name in double quotes, backticks or brackets.
    case quotedName
    case string
    /// `x'2a'`.
    case blob
    /// Digits and whatever name bytes follow them: `12`, `1e5`, `0x1F`, and `12ab`, which is none.
    case number
    /// `?1`, `:name`, `@3020`, `$name`.
    case parameter
    case comment
    case symbol
    /// Where something is being written: no more than its place.
    case hole
  }

  var kind: Kind
  /// From which byte of UTF-8 to which.
  var range: Range<Int>
  /// A word in lower case, a quoted name as it is within its quotes, a symbol, a parameter; else empty.
  var text: String
  /// Whether a quote or a comment ends.
  var isClosed = true
  /// Whether a word is written with capitals.
  var isMixed = false
  /// Whether a word is written in capitals alone.
  var isCapital = false

  /// Whether it can name a table or a column.
  var isName: Bool { kind == .word || kind == .quotedName }

  /// Whether it is this word, which is in lower case.
  func isWord(_ word: String) -> Bool { kind == .word && text == word }

  /// Whether it is this symbol.
  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

  /// The pieces of a part of a text, without the blanks between them.
  static func all(of bytes: [UInt8], in range: Range<Int>) -> [SQLLexeme] {
    var lexer = SQLLexer(bytes, in: range)
    var lexemes: [SQLLexeme] = []
    lexemes.reserveCapacity(range.count / 4)
    while let lexeme = lexer.next() { lexemes.append(lexeme) }
    return lexemes
  }

  /// The pieces of a text.
  static func all(of text: String) -> [SQLLexeme] {
    let bytes = Array(text.utf8)
    return all(of: bytes, in: bytes.indices)
  }
}

/// Takes SQL apart, one piece after the other (`sqlite3GetToken`).
private struct SQLLexer {
  private let bytes: [UInt8]
  private let end: Int
  private var place: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
  }

  mutating func next() -> SQLLexeme? {
    while place < end, bytes[place] <= UInt8(ascii: " ") { place += 1 }
    guard place < end else { return nil }
    let start = place
    let byte = bytes[place]
    switch byte {
    case UInt8(ascii: "'"): return quoted(.string, from: start, until: byte)
    case UInt8(ascii: "\""), UInt8(ascii: "`"): return quoted(.quotedName, from: start, until: byte)
    case UInt8(ascii: "["): return quoted(.quotedName, from: start, until: UInt8(ascii: "]"))
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      guard peek() == UInt8(ascii: "'") else { return word() }
      place += 1
      return quoted(.blob, from: start, until: UInt8(ascii: "'"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case UInt8(ascii: ".") where peek().isDigit: return number()
    case UInt8(ascii: "-") where peek() == UInt8(ascii: "-"): return lineComment()
    case UInt8(ascii: "/") where peek() == UInt8(ascii: "*"): return blockComment()
    case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"):
      place += 1
      skipName()
      let isAlone = place == start + 1 && byte != UInt8(ascii: "?")
      return lexeme(isAlone ? .symbol : .parameter, from: start, text: text(start..<place))
    default:
      return byte.isNameByte ? word() : symbol()
    }
  }

  private func peek(_ distance: Int = 1) -> UInt8 {
    place + distance < end ? bytes[place + distance] : 0
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func lexeme(
    _ kind: SQLLexeme.Kind, from start: Int, text: String = "", isClosed: Bool = true
  ) -> SQLLexeme {
    SQLLexeme(kind: kind, range: start..<place, text: text, isClosed: isClosed)
  }

  private mutating func skipName() {
    while place < end, bytes[place].isNameByte { place += 1 }
  }

  private mutating func word() -> SQLLexeme {
    let start = place
    skipName()
    let bytes = bytes[start..<place]
    // SQLite folds the letters of ASCII alone.
    let isMixed = bytes.contains { $0 != $0.folded }
    let text = isMixed ? String(decoding: bytes.map(\.folded), as: UTF8.self) : text(start..<place)
    var word = lexeme(.word, from: start, text: text)
    word.isMixed = isMixed
    word.isCapital =
      isMixed && !bytes.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    return word
  }

  private mutating func number() -> SQLLexeme {
    let start = place
    skipName()
    if place < end, bytes[place] == UInt8(ascii: ".") {
      place += 1
      skipName()
    }
    let isHex = bytes[start] == UInt8(ascii: "0") && bytes[start..<place].dropFirst().first == 0x78
    // 1e-5: the sign is part of it.
    if !isHex, place < end, [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(bytes[place]),
      bytes[place - 1] | 0x20 == UInt8(ascii: "e"), peek().isDigit
    {
      place += 1
      skipName()
    }
    return lexeme(.number, from: start)
  }

  private mutating func quoted(
    _ kind: SQLLexeme.Kind, from start: Int, until quote: UInt8
  ) -> SQLLexeme {
    var content: [UInt8] = []
    place += 1
    while place < end {
      if bytes[place] == quote {
        // Doubled it stands for itself, but for a bracket.
        guard quote != UInt8(ascii: "]"), peek() == quote, place + 1 < end else { break }
        place += 1
      }
      if kind == .quotedName { content.append(bytes[place]) }
      place += 1
    }
    let isClosed = place < end
    if isClosed { place += 1 }
    return lexeme(
      kind, from: start, text: String(decoding: content, as: UTF8.self), isClosed: isClosed)
  }

  private mutating func lineComment() -> SQLLexeme {
    let start = place
    while place < end, bytes[place] != UInt8(ascii: "\n") { place += 1 }
    return lexeme(.comment, from: start, isClosed: place < end)
  }

  private mutating func blockComment() -> SQLLexeme {
    let start = place
    place += 2
    while place < end, !(bytes[place] == UInt8(ascii: "*") && peek() == UInt8(ascii: "/")) {
      place += 1
    }
    let isClosed = place < end
    place = min(place + 2, end)
    return lexeme(.comment, from: start, isClosed: isClosed)
  }

  private mutating func symbol() -> SQLLexeme {
    let start = place
    for length in [3, 2] where place + length <= end {
      let candidate = text(place..<place + length)
      guard Self.longSymbols.contains(candidate) else { continue }
      place += length
      return lexeme(.symbol, from: start, text: candidate)
    }
    place += 1
    return lexeme(.symbol, from: start, text: text(start..<place))
  }

  private static let longSymbols: Set<String> = [
    "->>", "->", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>",
  ]
}

extension UInt8 {
  /// Whether SQLite takes it as part of a name.
  var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
      true
    default: isDigit
    }
  }

  /// The byte with a capital of ASCII made small.
  var folded: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }

  /// Whether it is a digit of ASCII.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
