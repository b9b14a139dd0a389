/// What the words of one statement are: which tables each SELECT reads, what is an alias, what a name.
///
/// Read by hand and with forgiveness, since most statements that it sees are unfinished: a parenthesis
/// that was not closed ends at the next clause, and what cannot be made out is nothing.
struct StatementOutline {
  /// What a word is in its place.
  enum Role {
    case other, keyword, table, alias, function, name
    /// What stands before a dot.
    case qualifier
  }

  /// One of the tables of a FROM.
  struct Source {
    /// The table's name in lower case; nil for a subquery.
    var name: String?
    var alias: String?
    /// The subquery that it is.
    var query: Int?

    /// The name that columns are qualified by.
    var qualifier: String? { alias ?? name }
  }

  /// One SELECT; each of a UNION is one.
  struct Query {
    /// The query around it whose columns it can name.
    var outer: Int?
    var sources: [Source] = []
    /// The lexemes of each column of its result.
    var items: [Range<Int>] = []
    var hasBegun = false
  }

  /// A table of WITH.
  struct CommonTable {
    var name: String
    var columns: [String] = []
    var query: Int?
  }

  /// Where in a query something stands.
  enum Clause {
    case start, explain, withName, withNamed, withAs, withBody
    case select, columnAlias, tableExpected, tableNamed, tableAlias, joinWords, using, on
    case condition, group, having, windows, order, limit, values, compound, expression, type
    /// A statement that is none of ours.
    case foreign
  }

  /// What a parenthesis is for.
  enum Opening {
    /// None: the statement itself.
    case statement
    case group, function, subquery, filter, window, cast, usingColumns
    /// Around tables of a FROM.
    case tables
    /// Behind a table's name: its moment.
    case arguments
    /// Behind IN, at this lexeme.
    case list(after: Int)
    case commonColumns(Int), commonBody(Int)
  }

  /// A parenthesis that is open.
  struct Frame {
    var opening: Opening
    /// Its first lexeme.
    var start: Int
    var query: Int
    var clause: Clause
    /// Whether it is a SELECT of its own, whose clauses end what is open in it.
    var isQuery: Bool
    /// Where the column of the result begins that is being read.
    var item: Int?
  }

  /// The statement's lexemes, without its comments.
  let lexemes: [SQLLexeme]
  /// What each is.
  var roles: [Role]
  /// The query that each stands in.
  var queryOf: [Int]
  var queries: [Query] = [Query()]
  var commonTables: [CommonTable] = []
  /// What is open at the hole, if there is one.
  var cursor: (place: Int, frames: [Frame])?

  /// Reads the lexemes of one statement, of which at most one is a hole.
  init(_ lexemes: some Sequence<SQLLexeme>, names: SQLNames) {
    self.init(unread: lexemes.filter { $0.kind != .comment })
    var reader = OutlineReader(self, names)
    reader.read()
    self = reader.outline
  }

  private init(unread lexemes: [SQLLexeme]) {
    self.lexemes = lexemes
    roles = Array(repeating: .other, count: lexemes.count)
    queryOf = Array(repeating: 0, count: lexemes.count)
  }

  /// The statements of a text, each with the lexemes up to its semicolon.
  static func statements(of lexemes: [SQLLexeme]) -> [ArraySlice<SQLLexeme>] {
    lexemes.split { $0.isSymbol(";") }
  }

  /// The table of WITH of a name in lower case.
  func commonTable(named name: String) -> CommonTable? { commonTables.last { $0.name == name } }

  /// The lexeme before one; nil before the first.
  func lexeme(before place: Int) -> SQLLexeme? { place > 0 ? lexemes[place - 1] : nil }

  /// Whether what ends before a lexeme is an operand, so that an operator may follow.
  func isOperand(before place: Int) -> Bool {
    guard let lexeme = lexeme(before: place) else { return false }
    switch lexeme.kind {
    case .symbol:
      if lexeme.text == ")" { return true }
      guard lexeme.text == "*", let before = self.lexeme(before: place - 1) else { return false }
      // `select *`, `s.*` and `count(*)`; otherwise it multiplies.
      return before.isSymbol(".") || before.isSymbol("(") || before.isSymbol(",")
        || before.isWord("select") || before.isWord("distinct")
    case .word: return roles[place - 1] != .keyword || Self.operandWords.contains(lexeme.text)
    case .comment: return false
    default: return true
    }
  }

  /// Keywords that end an operand.
  private static let operandWords: Set<String> = [
    "current_date", "current_time", "current_timestamp", "end", "isnull", "notnull", "null", "asc",
    "desc", "first", "last",
  ]
}
