/// A statement with what is being written in it taken out: the lexemes around the cursor, and what was
/// typed there.
struct StatementHole {
  /// What is being written.
  enum Kind {
    /// A word, or nothing yet.
    case word
    /// Text in single quotes.
    case text
    /// A parameter, behind its colon.
    case parameter
  }

  let kind: Kind
  /// What was typed of it, without its quote.
  let typed: String
  /// What a candidate takes the place of.
  let range: Range<Int>
  /// Whether the range ends in a closing quote.
  let isClosed: Bool
  /// Whether a parenthesis stands right behind it.
  let isBeforeParenthesis: Bool
  /// The lexemes of the statement, with a hole in the place of the range.
  let lexemes: [SQLLexeme]

  /// The hole at a cursor; nil within a comment, a number, or a quoted name.
  init?(_ bytes: [UInt8], in whole: Range<Int>, at cursor: Int) {
    guard whole.contains(cursor) || cursor == whole.upperBound else { return nil }
    // What the cursor stands in depends on what is before it alone.
    var head = SQLLexeme.all(of: bytes, in: whole.lowerBound..<cursor)
    var kind = Kind.word
    var start = cursor
    if let last = head.last, last.range.upperBound == cursor {
      switch last.kind {
      case .word:
        start = last.range.lowerBound
        head.removeLast()
      case .string where !last.isClosed:
        kind = .text
        start = last.range.lowerBound
        head.removeLast()
      case .parameter where bytes[last.range.lowerBound] == UInt8(ascii: ":"),
        .symbol where last.text == ":":
        kind = .parameter
        start = last.range.lowerBound
        head.removeLast()
      case .symbol: break
      case .comment where last.isClosed: break
      default: return nil
      }
    }
    var end = cursor
    switch kind {
    case .text:
      while end < whole.upperBound, bytes[end].isIDByte { end += 1 }
      let isQuote = end < whole.upperBound && bytes[end] == UInt8(ascii: "'")
      let isDoubled = end + 1 < whole.upperBound && bytes[end + 1] == UInt8(ascii: "'")
      isClosed = isQuote && !isDoubled
      end = isClosed ? end + 1 : cursor
    case .word, .parameter:
      while end < whole.upperBound, bytes[end].isNameByte { end += 1 }
      // Something before a word that is there already would run into it.
      if start == cursor, end > cursor { return nil }
      isClosed = false
    }
    // A quote right behind it would become a part of what is taken.
    if kind != .parameter, end < whole.upperBound, bytes[end].isQuote { return nil }
    let opening = kind == .word ? 0 : 1
    var typed = Array(bytes[start + opening..<cursor])
    if kind == .text { typed = typed.undoubled }
    self.kind = kind
    self.typed = String(decoding: typed, as: UTF8.self)
    range = start..<end
    isBeforeParenthesis = end < whole.upperBound && bytes[end] == UInt8(ascii: "(")
    let begin = head.lastIndex { $0.isSymbol(";") }.map { $0 + 1 } ?? 0
    let tail = SQLLexeme.all(of: bytes, in: end..<whole.upperBound).prefix { !$0.isSymbol(";") }
    lexemes = head[begin...] + [SQLLexeme(kind: .hole, range: start..<end, text: "")] + tail
  }
}

extension UInt8 {
  /// Whether a text or a quoted name begins with it.
  fileprivate var isQuote: Bool { [0x22, 0x27, 0x5B, 0x60].contains(self) }

  /// Whether an id or a moment may hold it.
  fileprivate var isIDByte: Bool {
    isNameByte || [0x2D, 0x2E, 0x2F, 0x3A, 0x40].contains(self)
  }
}

extension [UInt8] {
  /// Quotes that are doubled, once.
  fileprivate var undoubled: [UInt8] {
    var result: [UInt8] = []
    var isAfterQuote = false
    for byte in self {
      isAfterQuote = byte == UInt8(ascii: "'") && !isAfterQuote
      if !isAfterQuote || byte != UInt8(ascii: "'") { result.append(byte) }
    }
    return result
  }
}
