import Clinic
import Records

/// A statement as the history may keep it: what was asked, and of nobody.
///
/// Gone, each behind a `…`: every text, blob and quoted name that is no table's or column's; every number of
/// more than one digit; every word of more than one letter that is no keyword, no table, column or function
/// there is, and no alias; and the comments, without a trace. Kept: moments (`@3020`, and what stands alone behind a table's name),
/// numbers behind LIMIT and OFFSET, one digit alone (`order by 2`), parameters (`:lot`).
///
/// Of dot commands stay names of commands, modes, tables, saved queries, parameters, moments, and ids, which
/// by rule never carry a name; files and free text do not.
struct Redaction {
  /// What stands for what was taken out.
  ///
  /// As a word it is a column that there is not, so that a statement taken from the history says what it
  /// lacks.
  static let mark = "…"

  private let names: SQLNames
  private let commands: [DotUsage]

  /// Keeps the names that there are.
  init(names: SQLNames, commands: [DotUsage] = DotUsage.all) {
    self.names = names
    self.commands = commands
  }

  /// The statement without what it says of anybody; empty where nothing is left, as of a comment.
  func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let word = text.lowercased().filter { !$0.isWhitespace && $0 != ";" }
    if ["exit", "quit", "help", "?"].contains(word) { return word }
    return DotLine.begins(text)
      ? redactedCommand(DotWords(bytes)) : redactedSQL(bytes, in: bytes.indices)
  }

  // MARK: SQL

  private func redactedSQL(_ bytes: [UInt8], in range: Range<Int>) -> String {
    let lexemes = SQLLexeme.all(of: bytes, in: range)
    var result = ""
    var end = range.lowerBound
    for statement in lexemes.split(
      maxSplits: .max, omittingEmptySubsequences: false, whereSeparator: { $0.isSymbol(";") })
    {
      let outline = StatementOutline(statement, names: names)
      let aliases = keptAliases(of: outline)
      for (place, lexeme) in outline.lexemes.enumerated() {
        let blanks = Self.blanks(bytes[end..<lexeme.range.lowerBound], after: result)
        result += blanks + kept(lexeme, at: place, in: outline, aliases, bytes)
        end = lexeme.range.upperBound
      }
      guard statement.endIndex < lexemes.endIndex else { break }
      result += ";"
      end = lexemes[statement.endIndex].range.upperBound
    }
    return Self.trimmed(result)
  }

  private func kept(
    _ lexeme: SQLLexeme, at place: Int, in outline: StatementOutline, _ aliases: Set<String>,
    _ bytes: [UInt8]
  ) -> String {
    let text = String(decoding: bytes[lexeme.range], as: UTF8.self)
    switch lexeme.kind {
    case .symbol: return text
    case .comment, .hole: return ""
    case .string:
      let isMoment =
        isMomentsPlace(place, in: outline) && Self.isMoment(text.dropFirst().dropLast())
      return isMoment && lexeme.isClosed ? text : "'\(Self.mark)'"
    case .blob: return "x'\(Self.mark)'"
    case .number: return keepsNumber(text, at: place, in: outline) ? text : Self.mark
    case .parameter: return keepsParameter(lexeme, bytes) ? text : text.prefix(1) + Self.mark
    case .quotedName:
      let name = lexeme.text.lowercased()
      let isKnown = names.table(named: name) != nil || names.hasColumn(named: name)
      return isKnown && lexeme.isClosed ? text : "\"\(Self.mark)\""
    case .word: return keepsWord(lexeme, outline.roles[place], aliases) ? text : Self.mark
    }
  }

  private func keepsWord(
    _ lexeme: SQLLexeme, _ role: StatementOutline.Role, _ aliases: Set<String>
  ) -> Bool {
    let word = lexeme.text
    // `t.client`, though what t is was never written.
    if word.utf8.count == 1 { return true }
    switch role {
    case .keyword: return true
    case .function: return names.hasFunction(named: word)
    case .alias: return aliases.contains(word)
    case .table, .qualifier, .name, .other:
      return names.table(named: word) != nil || names.hasColumn(named: word)
        || aliases.contains(word) || Self.otherWords.contains(word)
    }
  }

  /// Aliases that may stay: plain ones of a statement of ours, not what follows a table by mistake.
  private func keptAliases(of outline: StatementOutline) -> Set<String> {
    var kept: Set<String> = []
    var used: Set<String> = []
    for (place, lexeme) in outline.lexemes.enumerated() where lexeme.kind == .word {
      if outline.roles[place] == .qualifier { used.insert(lexeme.text) }
      guard outline.roles[place] == .alias, lexeme.isPlain else { continue }
      let before = outline.lexeme(before: place)
      let after = place + 1 < outline.lexemes.count ? outline.lexemes[place + 1] : nil
      let isDefined =
        before?.isWord("as") == true || after?.isWord("as") == true
        || outline.commonTables.contains {
          $0.name == lexeme.text || $0.columns.contains(lexeme.text)
        }
      if isDefined || lexeme.text.utf8.count <= 2 { kept.insert(lexeme.text) }
    }
    for (place, lexeme) in outline.lexemes.enumerated()
    where outline.roles[place] == .alias && lexeme.isPlain && used.contains(lexeme.text) {
      kept.insert(lexeme.text)
    }
    return kept
  }

  /// Types, collations, and what no catalog lists: SQLite's own tables and their columns.
  private static let otherWords: Set<String> = [
    "text", "integer", "real", "blob", "numeric", "nocase", "binary", "rtrim", "main", "as_of",
    "json_each",
    "json_tree", "key", "value", "atom", "fullkey", "path", "sqlite_schema", "sqlite_master",
    "pragma_table_info",
  ]

  private func keepsNumber(_ text: String, at place: Int, in outline: StatementOutline) -> Bool {
    if text.utf8.count == 1 { return true }
    guard text.utf8.allSatisfy(\.isDigit) else { return false }
    if isMomentsPlace(place, in: outline) { return text.utf8.count <= 12 }
    // No count of rows is as long as a telephone number.
    guard text.utf8.count <= 5, let before = outline.lexeme(before: place) else { return false }
    if outline.roles[place - 1] == .keyword {
      return before.text == "limit" || before.text == "offset"
    }
    guard before.isSymbol(","), place > 2, outline.lexemes[place - 2].kind == .number else {
      return false
    }
    return outline.roles[place - 3] == .keyword && outline.lexemes[place - 3].text == "limit"
  }

  private func keepsParameter(_ lexeme: SQLLexeme, _ bytes: [UInt8]) -> Bool {
    let start = lexeme.range.lowerBound
    // `10:05`, `name@host`: no parameter, but a part of something.
    if start > 0, bytes[start - 1].isNameByte || bytes[start - 1] == UInt8(ascii: "'") {
      return false
    }
    let name = lexeme.text.dropFirst()
    switch lexeme.text.first {
    case "?": return name.utf8.count <= 2 && name.utf8.allSatisfy(\.isDigit)
    case "@": return name.utf8.allSatisfy(\.isDigit)
    default: return name.utf8.first?.isDigit == false && name.utf8.allSatisfy(\.isPlain)
    }
  }

  /// Whether a lexeme stands alone in parentheses behind a table, `sessions('@3020')`, or `as_of` equals it.
  private func isMomentsPlace(_ place: Int, in outline: StatementOutline) -> Bool {
    if place > 1, outline.lexemes[place - 1].isSymbol("="),
      outline.lexemes[place - 2].isWord(SQLNames.momentColumn)
    {
      return true
    }
    guard place > 1, outline.lexemes[place - 1].isSymbol("("), outline.roles[place - 2] == .table,
      names.table(named: outline.lexemes[place - 2].text) != nil
    else { return false }
    return place + 1 < outline.lexemes.count && outline.lexemes[place + 1].isSymbol(")")
  }

  // MARK: Dot commands

  private func redactedCommand(_ line: DotWords) -> String {
    guard let command = commands.unique(named: line.text(line.name)) else { return ".\(Self.mark)" }
    var words = ["." + command.name]
    var isAfterMoment = false
    for (place, argument) in line.arguments.enumerated() {
      let choices = line.choices(of: command, at: place)
      if choices.contains(.sql) {
        words.append(redactedSQL(line.bytes, in: argument.lowerBound..<line.bytes.count))
        break
      }
      let word = line.text(argument)
      // `.asof 2026-01-31 10:00`
      let isTime = isAfterMoment && choices.isEmpty && Self.isMoment(word)
      let isKept = isTime || choices.contains { keeps(word, as: $0) }
      isAfterMoment = isKept && choices.contains(.moment)
      words.append(isKept ? String(word) : Self.mark)
    }
    return words.joined(separator: " ")
  }

  private func keeps(_ word: Substring, as choice: DotUsage.Choice) -> Bool {
    let folded = word.lowercased()
    switch choice {
    case .word(let own): return folded == own
    case .command:
      let name = folded.first == "." ? folded.dropFirst() : folded[...]
      return commands.contains { $0.name == name }
    case .table: return names.table(named: folded) != nil
    case .mode: return OutputMode(rawValue: folded) != nil
    case .number: return word.utf8.count <= 5 && word.utf8.allSatisfy(\.isDigit)
    case .moment: return Self.isMoment(word)
    case .id: return Self.isID(word)
    case .stream:
      let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return Self.isID(word) }
      return StreamKind(name: parts[0]) != nil && Self.isID(parts[1])
    case .field: return names.hasColumn(named: folded)
    case .subject: return Self.isID(word) || Self.isMoment(word)
    case .savedQuery, .parameter: return word.utf8.allSatisfy(\.isPlain)
    case .file, .text, .sql: return false
    }
  }

  /// Whether a word can be an id: a few letters, then digits, as ids are given out, not a name.
  private static func isID(_ word: Substring) -> Bool {
    let letters = word.prefix { $0.isLetter && $0.isASCII }
    var rest = word.dropFirst(letters.count)
    if rest.first == "-" { rest = rest.dropFirst() }
    return letters.utf8.count <= 3 && (1...8).contains(rest.utf8.count)
      && rest.utf8.allSatisfy(\.isDigit)
  }

  /// Whether a word is a moment as people write it, and no more than one.
  static func isMoment(_ word: some StringProtocol) -> Bool {
    if word.first == "@" {
      let digits = word.dropFirst().drop { $0 == "-" }
      return (1...12).contains(digits.utf8.count) && digits.utf8.allSatisfy(\.isDigit)
    }
    if word == "now" { return true }
    if word.hasSuffix("-ago") {
      return word.utf8.count <= 9 && word.utf8.first?.isDigit == true
        && word.dropLast(4).dropLast().utf8.allSatisfy(\.isDigit)
    }
    // A date, with or without a time: 2026-01-05T10:00Z.
    return (1...32).contains(word.utf8.count) && word.utf8.first?.isDigit == true
      && word.utf8.allSatisfy { $0.isDigit || [0x2B, 0x2D, 0x2E, 0x3A, 0x54, 0x5A].contains($0) }
  }

  // MARK: Blanks

  /// The blanks between two lexemes, comments left out; at least one where the words would join.
  private static func blanks(_ bytes: ArraySlice<UInt8>, after text: String) -> String {
    guard !bytes.isEmpty, !text.isEmpty else { return "" }
    // A comment between them holds more than blanks; of those, its line's end is kept.
    if bytes.contains(where: { $0 > UInt8(ascii: " ") }) {
      return bytes.contains(UInt8(ascii: "\n")) ? "\n" : " "
    }
    return String(
      decoding: bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }, as: UTF8.self)
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let last = text.utf8.last, last <= UInt8(ascii: " ") { text = text.dropLast() }
    return String(text)
  }
}

extension SQLLexeme {
  /// Whether a word is in small letters, `_` and single digits, as an alias is and a name is not.
  fileprivate var isPlain: Bool {
    kind == .word && !isMixed && text.utf8.allSatisfy(\.isPlain)
      && !zip(text.utf8, text.utf8.dropFirst()).contains { $0.isDigit && $1.isDigit }
  }
}

extension UInt8 {
  /// Whether it is a small letter, a digit or `_`, as in names of our own.
  fileprivate var isPlain: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || isDigit || self == UInt8(ascii: "_")
  }
}
