/// One word of a statement, as far as an error message needs to know it.
struct SQLToken: Equatable {
  enum Kind { case word, quoted, string, number, parameter, symbol }

  var kind: Kind
  /// The text without its quotes.
  var text: String
  /// Where it begins, in bytes of UTF-8.
  var offset: Int

  /// Whether it can name a table or a column.
  var isName: Bool { kind == .word || kind == .quoted }

  /// Whether it is this keyword, in any case.
  func isKeyword(_ keyword: String) -> Bool { kind == .word && text.lowercased() == keyword }

  /// The words of a statement, without blanks and comments.
  ///
  /// A quote or comment that does not end runs to the end of the text.
  static func all(of sql: String) -> [SQLToken] {
    var scanner = Scanner(bytes: Array(sql.utf8))
    var tokens: [SQLToken] = []
    while let token = scanner.next() { tokens.append(token) }
    return tokens
  }

  /// The first word of a statement, if there is any.
  static func first(of sql: String) -> SQLToken? {
    var scanner = Scanner(bytes: Array(sql.utf8))
    while let token = scanner.next() {
      if token.text != ";" || token.kind != .symbol { return token }
    }
    return nil
  }

  private struct Scanner {
    let bytes: [UInt8]
    var place = 0

    mutating func next() -> SQLToken? {
      skipBlanks()
      guard place < bytes.count else { return nil }
      let start = place
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "'"): return quoted(until: byte, kind: .string)
      case UInt8(ascii: "\""), UInt8(ascii: "`"): return quoted(until: byte, kind: .quoted)
      case UInt8(ascii: "["): return quoted(until: UInt8(ascii: "]"), kind: .quoted)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): return run(.number)
      case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "?"):
        place += 1
        return run(.parameter, from: start)
      default:
        if byte.isNameByte { return run(.word) }
        place += 1
        return SQLToken(kind: .symbol, text: text(start..<place), offset: start)
      }
    }

    private mutating func run(_ kind: Kind, from start: Int? = nil) -> SQLToken {
      let start = start ?? place
      while place < bytes.count, bytes[place].isNameByte { place += 1 }
      return SQLToken(kind: kind, text: text(start..<place), offset: start)
    }

    private mutating func quoted(until quote: UInt8, kind: Kind) -> SQLToken {
      let start = place
      var content: [UInt8] = []
      place += 1
      while place < bytes.count {
        if bytes[place] == quote {
          guard quote != UInt8(ascii: "]"), place + 1 < bytes.count, bytes[place + 1] == quote
          else { break }
          place += 1
        }
        content.append(bytes[place])
        place += 1
      }
      place = min(place + 1, bytes.count)
      return SQLToken(kind: kind, text: String(decoding: content, as: UTF8.self), offset: start)
    }

    private mutating func skipBlanks() {
      while place < bytes.count {
        switch bytes[place] {
        case UInt8(ascii: " "), 0x09...0x0D: place += 1
        case UInt8(ascii: "-") where peek == UInt8(ascii: "-"):
          while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        case UInt8(ascii: "/") where peek == UInt8(ascii: "*"):
          place += 2
          while place < bytes.count,
            !(bytes[place] == UInt8(ascii: "*") && peek == UInt8(ascii: "/"))
          {
            place += 1
          }
          place = min(place + 2, bytes.count)
        default: return
        }
      }
    }

    private var peek: UInt8? { place + 1 < bytes.count ? bytes[place + 1] : nil }

    private func text(_ range: Range<Int>) -> String {
      String(decoding: bytes[range], as: UTF8.self)
    }
  }
}

extension UInt8 {
  /// Whether SQLite takes it as part of a name.
  fileprivate var isNameByte: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...0xFF:
      true
    default: false
    }
  }
}
