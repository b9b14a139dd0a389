/// What the parts of a text are, for colours as one types.
struct Highlighting {
  /// A part that is set off.
  struct Span: Equatable, Sendable {
    /// From which byte of UTF-8 to which; always whole characters.
    var range: Range<Int>
    var role: Role
  }

  /// What a part is, and so how it looks.
  enum Role: String, CaseIterable, Sendable {
    case keyword, function, table, string, number, comment, moment, parameter, command
    /// A table, column or command that there is not.
    case unknown
    /// A quote that is not closed, up to the end.
    case unclosed
  }

  private let names: SQLNames
  private let commands: [DotUsage]

  /// Colours by the names that there are.
  init(names: SQLNames, commands: [DotUsage] = DotUsage.all) {
    self.names = names
    self.commands = commands
  }

  /// The parts of a text in their order, none of which overlap.
  ///
  /// None where it is longer than anybody types.
  func spans(of text: String) -> [Span] {
    let bytes = Array(text.utf8)
    guard bytes.count <= Completer.longestText else { return [] }
    let spans =
      DotLine.begins(text) ? spans(ofCommand: bytes) : spans(ofSQL: bytes, in: bytes.indices)
    return text.utf8.allSatisfy { $0 < 0x80 } ? spans : Self.widen(spans, to: text)
  }

  // MARK: SQL

  private func spans(ofSQL bytes: [UInt8], in range: Range<Int>) -> [Span] {
    let lexemes = SQLLexeme.all(of: bytes, in: range)
    var spans = lexemes.filter { $0.kind == .comment }.map { Span(range: $0.range, role: .comment) }
    for statement in StatementOutline.statements(of: lexemes) {
      let outline = StatementOutline(statement, names: names)
      var known = KnownNames(outline, names)
      for (place, lexeme) in outline.lexemes.enumerated() {
        // The word that is being typed is not wrong yet.
        let isLast = lexeme.range.upperBound == range.upperBound
        guard let role = role(of: lexeme, at: place, in: outline, &known),
          role != .unknown || !isLast
        else { continue }
        spans.append(Span(range: lexeme.range, role: role))
      }
    }
    return spans.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func role(
    of lexeme: SQLLexeme, at place: Int, in outline: StatementOutline, _ known: inout KnownNames
  ) -> Role? {
    guard lexeme.isClosed else { return .unclosed }
    switch lexeme.kind {
    case .string, .blob: return .string
    case .number: return .number
    case .comment: return .comment
    case .symbol, .hole: return nil
    case .parameter:
      return lexeme.text.first == "@" && lexeme.text.dropFirst().utf8.allSatisfy(\.isDigit)
        ? .moment : .parameter
    case .word, .quotedName: break
    }
    let name = lexeme.text.lowercased()
    switch outline.roles[place] {
    case .keyword: return .keyword
    case .table:
      let isKnown = outline.commonTable(named: name) != nil || names.table(named: name) != nil
      return isKnown ? .table : Self.others.contains(name) ? nil : .unknown
    case .function: return names.hasFunction(named: name) ? .function : .unknown
    case .qualifier:
      return known.hasSource(name, from: outline.queryOf[place]) ? nil : .unknown
    case .name:
      let isQualified = place > 1 && outline.lexemes[place - 1].isSymbol(".")
      let qualifier = isQualified ? outline.lexemes[place - 2].text.lowercased() : nil
      return known.hasColumn(name, of: qualifier, from: outline.queryOf[place]) ? nil : .unknown
    case .alias, .other: return nil
    }
  }

  /// Tables of SQLite's own that may be read and that no catalog lists.
  private static let others: Set<String> = [
    "json_each", "json_tree", "sqlite_schema", "sqlite_master", "pragma_table_info",
    "pragma_table_xinfo", "pragma_table_list", "pragma_function_list", "pragma_collation_list",
    "pragma_compile_options",
  ]

  // MARK: Dot commands

  private func spans(ofCommand bytes: [UInt8]) -> [Span] {
    let line = DotWords(bytes)
    let command = commands.unique(named: line.text(line.name))
    let isTyped = line.name.upperBound == bytes.count
    var spans = [
      Span(
        range: line.dot..<line.name.upperBound,
        role: command == nil && !isTyped ? .unknown : .command)
    ]
    guard let command else { return spans }
    for (place, argument) in line.arguments.enumerated() {
      let choices = line.choices(of: command, at: place)
      if choices.contains(.sql) {
        return spans + self.spans(ofSQL: bytes, in: argument.lowerBound..<bytes.count)
      }
      if let role = Self.role(of: bytes[argument], choices) {
        spans.append(Span(range: argument, role: role))
      }
    }
    return spans
  }

  private static func role(of word: ArraySlice<UInt8>, _ choices: [DotUsage.Choice]) -> Role? {
    guard let first = word.first else { return nil }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      // Closed if its quotes come in pairs: a doubled one is two.
      let isClosed = word.count { $0 == first }.isMultiple(of: 2) && word.last == first
      return isClosed ? .string : .unclosed
    }
    if choices.contains(.moment), first == UInt8(ascii: "@") || first.isDigit { return .moment }
    return word.allSatisfy(\.isDigit) ? .number : nil
  }

  // MARK: Characters

  /// Widens spans to whole characters: an accent behind a quote is no character of its own.
  private static func widen(_ spans: [Span], to text: String) -> [Span] {
    var ends: [Int] = []
    var end = 0
    for character in text {
      end += character.utf8.count
      ends.append(end)
    }
    var starts = [0] + ends
    starts.removeLast()
    var place = 0
    var widened: [Span] = []
    for span in spans {
      while place < ends.count, ends[place] <= span.range.lowerBound { place += 1 }
      guard place < ends.count else { break }
      let lower = starts[place]
      var last = place
      while ends[last] < span.range.upperBound { last += 1 }
      // What the span before has taken stays with it.
      let start = max(lower, widened.last?.range.upperBound ?? 0)
      if start < ends[last] { widened.append(Span(range: start..<ends[last], role: span.role)) }
    }
    return widened
  }
}
