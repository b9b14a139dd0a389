/// The keywords that can stand at a place, as one would write them: `group by`, `in (`.
extension StatementOutline {
  private static let predicates = [
    "and", "or", "in (", "not in (", "like", "not like", "between", "not between", "is null",
    "is not null", "is", "is not", "glob", "collate",
  ]

  private static let joins = [
    "join", "left join", "inner join", "cross join", "right join", "full join", "natural join",
  ]

  private static let compounds = ["union", "union all", "intersect", "except"]

  /// What can follow an operand.
  func wordsAfterOperand(at place: Int, in frame: Frame) -> [String] {
    var words = isWithinCase(at: place, in: frame) ? ["when", "then", "else", "end"] : []
    if lexeme(before: place)?.isSymbol(")") == true { words += ["over (", "filter (where"] }
    switch frame.opening {
    case .window: return words + ["order by", "asc", "desc", "rows", "range", "groups"]
    case .cast: return words + ["as"]
    default: break
    }
    switch frame.clause {
    case .select: return words + ["from", "as"] + Self.predicates + Self.compounds
    case .condition:
      return words + Self.predicates + ["group by", "order by", "limit"] + Self.compounds
    case .on:
      return words + Self.predicates + Self.joins + ["where", "group by", "order by", "limit"]
        + Self.compounds
    case .group: return words + ["having", "order by", "limit", "collate"] + Self.compounds
    case .having: return words + Self.predicates + ["order by", "limit"] + Self.compounds
    case .order: return words + ["asc", "desc", "nulls first", "nulls last", "limit", "collate"]
    case .limit: return ["offset"]
    default: return words + Self.predicates
    }
  }

  /// What an operand can begin with.
  func wordsBeforeOperand(at place: Int, in frame: Frame) -> [String] {
    let previous = lexeme(before: place)
    if case .window = frame.opening, place == frame.start {
      return ["partition by", "order by", "rows", "range", "groups"]
    }
    var words: [String] = []
    if case .function = frame.opening, place == frame.start { words.append("distinct") }
    if case .filter = frame.opening, place == frame.start { return ["where"] }
    if previous?.isSymbol("(") == true { words.append("select") }
    if previous?.isWord("select") == true { words += ["distinct", "all"] }
    if previous?.isWord("is") == true { words += ["null", "not null", "not", "distinct from"] }
    if previous?.isWord("not") == true { words += ["in (", "like", "between", "null", "glob"] }
    if previous?.isWord("nulls") == true { return ["first", "last"] }
    if isWithinCase(at: place, in: frame) { words += ["when"] }
    if previous?.isWord("group") == true || previous?.isWord("order") == true { return ["by"] }
    if previous?.isWord("partition") == true { return ["by"] }
    return words
      + ["not", "case", "exists (", "cast(", "null", "current_date", "current_timestamp"]
  }

  /// What can stand where neither operands nor tables do.
  func wordsBetween(at place: Int, in frame: Frame) -> [String] {
    let previous = lexeme(before: place)
    switch frame.clause {
    case .start:
      let isStatement = if case .statement = frame.opening { true } else { false }
      return ["select", "with", "values"] + (isStatement ? ["explain query plan"] : [])
    case .explain:
      return previous?.isWord("query") == true ? ["plan"] : ["query plan", "select", "with"]
    case .compound:
      return ["select", "values"] + (previous?.isWord("union") == true ? ["all"] : [])
    case .withName: return previous?.isWord("with") == true ? ["recursive"] : []
    case .withNamed: return ["as ("]
    case .withAs:
      if previous?.isWord("materialized") == true { return [] }
      return previous?.isWord("not") == true
        ? ["materialized ("] : ["materialized (", "not materialized ("]
    case .withBody: return ["select"]
    case .tableNamed: return wordsAfterTable(at: place, in: frame)
    case .joinWords: return ["join"] + (previous?.isWord("outer") == true ? [] : ["outer join"])
    case .type: return ["text", "integer", "real", "blob", "numeric"]
    default: return []
    }
  }

  private func wordsAfterTable(at place: Int, in frame: Frame) -> [String] {
    let isJoined = queries[frame.query].sources.count > 1
    var words = Self.joins + (isJoined ? ["on", "using ("] : [])
    if place > 0, roles[place - 1] != .alias { words.append("as") }
    if case .tables = frame.opening { return words }
    return words + ["where", "group by", "order by", "limit"] + Self.compounds
  }

  /// Whether a CASE is open in a frame.
  private func isWithinCase(at place: Int, in frame: Frame) -> Bool {
    openCase(at: place, in: frame) != nil
  }

  /// The CASE that is open at a place of a frame.
  func openCase(at place: Int, in frame: Frame) -> Int? {
    var depth = 0
    var ends = 0
    for index in (frame.start..<max(frame.start, place)).reversed() {
      let lexeme = lexemes[index]
      if lexeme.isSymbol(")") { depth += 1 }
      if lexeme.isSymbol("(") { depth -= 1 }
      guard depth == 0, roles[index] == .keyword else { continue }
      if lexeme.text == "end" { ends += 1 }
      if lexeme.text == "case" {
        if ends == 0 { return index }
        ends -= 1
      }
    }
    return nil
  }

  /// The column that what stands at a place is compared with: `decision =`, `in (`, `is not`,
  /// `case decision when`.
  func operandCompared(at place: Int, in frame: Frame) -> Int? {
    guard let previous = lexeme(before: place) else { return nil }
    var end = place - 1
    if case .list(let after) = frame.opening, previous.isSymbol("(") || previous.isSymbol(",") {
      end = after
      if lexeme(before: end)?.isWord("not") == true { end -= 1 }
    } else if previous.isWord("when") {
      guard let start = openCase(at: place, in: frame) else { return nil }
      end = start + 1
      while end < place, !lexemes[end].isWord("when") { end += 1 }
      guard end == start + 2 || end == start + 4 else { return nil }
    } else if previous.kind == .word {
      if previous.text == "from", lexeme(before: end)?.isWord("distinct") == true { end -= 2 }
      if end >= 0, lexemes[end].isWord("not") { end -= 1 }
      guard end >= 0, lexemes[end].isWord("is") else { return nil }
    } else {
      guard Self.comparisons.contains(previous.text) else { return nil }
    }
    guard end > 0, lexemes[end - 1].isName, roles[end - 1] == .name else { return nil }
    return end - 1
  }

  private static let comparisons: Set<String> = ["=", "==", "<>", "!=", "<", ">", "<=", ">="]
}
