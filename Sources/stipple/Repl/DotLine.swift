/// A dot command as it was typed: a name and its arguments.
///
/// Arguments stand apart by spaces. One in single or double quotes may hold spaces; the quote itself is
/// doubled inside. A semicolon at the end, out of habit, is no part of it.
struct DotLine: Equatable {
  /// Without its dot, in lower case.
  var name: String
  var arguments: [String]

  /// Reads a line that begins with a dot.
  init(_ line: String) throws(Message) {
    var words: [String] = []
    var rest = line.drop { $0.isWhitespace }.dropFirst()
    var isQuoted = false
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard let first = rest.first else { break }
      if (first == "'" || first == "\""), !words.isEmpty {
        words.append(try Self.quoted(&rest, by: first))
        isQuoted = true
      } else {
        let word = rest.prefix { !$0.isWhitespace }
        rest = rest.dropFirst(word.count)
        words.append(String(word))
        isQuoted = false
      }
    }
    if !isQuoted, let last = words.popLast() {
      let end = last.lastIndex { $0 != ";" }.map(last.index(after:)) ?? last.startIndex
      if end > last.startIndex { words.append(String(last[..<end])) }
    }
    name = words.first?.lowercased() ?? ""
    arguments = Array(words.dropFirst())
  }

  /// What stands behind the first word of a text, as it was typed.
  static func rest(of text: String) -> String {
    let word = text.drop { $0.isWhitespace }.drop { !$0.isWhitespace }
    return String(word.drop { $0.isWhitespace })
  }

  /// Whether a line is a dot command rather than SQL.
  static func begins(_ line: String) -> Bool {
    line.first { !$0.isWhitespace } == "."
  }

  private static func quoted(
    _ rest: inout Substring, by quote: Character
  ) throws(Message) -> String {
    var text = ""
    rest = rest.dropFirst()
    while let character = rest.popFirst() {
      guard character == quote else {
        text.append(character)
        continue
      }
      guard rest.first == quote else { return text }
      text.append(quote)
      rest = rest.dropFirst()
    }
    throw Message("the quote \(quote) is not closed", note: "nothing was run", status: .usage)
  }
}
