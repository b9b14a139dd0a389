import CSQLite
import Records

/// What a statement that SQLite refuses to prepare meant to say, as far as its words tell.
struct SQLDiagnosis {
  let tokens: [SQLToken]
  private let sql: String
  private let catalog: Catalog
  private let functions: [String]

  init(_ sql: String, catalog: Catalog, functions: [String]) {
    self.sql = sql
    self.catalog = catalog
    self.functions = functions
    let all = SQLToken.all(of: sql)
    tokens = Array(all.prefix { !$0.isSymbol(";") })
  }

  /// The error for a message of `sqlite3_errmsg` and its offset.
  func error(_ message: String, offset: Int?) -> SQLError {
    if let name = message.after("no such column: ") { return noColumn(name, offset) }
    if let name = message.after("no such table: ") { return noTable(name, offset) }
    if let name = message.after("no such function: ") { return noFunction(name, offset) }
    if message == "no query solution" { return noMoment }
    if let name = message.after("too many arguments on ") {
      return Self.tooManyArguments(name.before("()"), in: tokens)
    }
    if message == "incomplete input" {
      return SQLError(.sql, "the statement ends too early", offset: sql.utf8.count)
    }
    if let token = message.after("unrecognized token: \""), let first = token.first,
      "'\"`[".contains(first)
    {
      return SQLError(.sql, "a quote is not closed", offset: offset)
    }
    if message.hasSuffix(" may not be modified") { return .readOnly }
    if let table = message.after("no such table-valued function: ") {
      return noTable(table, offset)
    }
    return SQLError(.sql, message, offset: offset)
  }

  private func noColumn(_ name: String, _ offset: Int?) -> SQLError {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let column = parts.last ?? name
    let place = offset ?? tokens.first { $0.isName && $0.text == column }?.offset
    let token = tokens.first { $0.offset == place }
    let scope = scope
    if let token, token.kind == .quoted, parts.count == 1, sql.byte(at: token.offset) == "\"" {
      let nearest = nearestColumn(to: column, in: scope.map(\.table))
      return SQLError(
        .sql, "\"\(column)\" is not a column",
        hint: nearest.map { "did you mean \($0.quotedName)?" }
          ?? "text takes single quotes: \(column.inSingleQuotes)",
        offset: place)
    }
    var error = SQLError(.sql, "no such column: \(name)", offset: place)
    guard parts.count > 1 else {
      error.hint = hint(forColumn: column, in: scope.map(\.table))
      return error
    }
    let qualifier = parts[parts.count - 2].lowercased()
    if let table = scope.first(where: { $0.alias == qualifier })?.table {
      error.hint = hint(forColumn: column, in: [table])
    } else if let nearest = Suggestion.nearest(to: qualifier, among: scope.map(\.alias)) {
      error.hint = "did you mean \(nearest).\(column)?"
    } else if !scope.isEmpty {
      error.hint = "the tables here are " + Suggestion.list(scope.map(\.alias))
    }
    return error
  }

  private func hint(forColumn column: String, in tables: [Catalog.Table]) -> String? {
    if let nearest = nearestColumn(to: column, in: tables) {
      return "did you mean \(nearest.quotedName)?"
    }
    let owners = catalog.tables.filter { table in
      table.columns.contains { $0.name == column.lowercased() }
    }
    if !owners.isEmpty {
      return "\(column) is a column of " + Suggestion.list(owners.map(\.name))
    }
    guard let table = tables.first else {
      let all = catalog.tables.flatMap(\.columns).map(\.name)
      return Suggestion.nearest(to: column, among: all).map { "did you mean \($0.quotedName)?" }
    }
    return "\(table.name) has " + Suggestion.list(table.columns.map(\.name))
  }

  private func nearestColumn(to column: String, in tables: [Catalog.Table]) -> String? {
    Suggestion.nearest(
      to: column, among: tables.flatMap(\.columns).map(\.name) + [MomentColumn.name])
  }

  private func noTable(_ name: String, _ offset: Int?) -> SQLError {
    let table = name.split(separator: ".").last.map(String.init) ?? name
    let place = offset ?? placeOfTable(table)
    let names = catalog.tables.map(\.name)
    let hint =
      Suggestion.nearest(to: table, among: names).map { "did you mean \($0)?" }
      ?? "the tables are " + names.joined(separator: ", ")
    return SQLError(.sql, "no such table: \(table)", hint: hint, offset: place)
  }

  private func noFunction(_ name: String, _ offset: Int?) -> SQLError {
    let nearest = Suggestion.nearest(to: name, among: functions)
    let place = offset ?? tokens.first { $0.isName && $0.text == name }?.offset
    return SQLError(
      .sql, "no such function: \(name)", hint: nearest.map { "did you mean \($0)()?" },
      offset: place)
  }

  /// The table's name where it stands as one, after FROM, JOIN or a comma, or else anywhere.
  private func placeOfTable(_ table: String) -> Int? {
    let named = tokens.indices.filter {
      tokens[$0].isName && tokens[$0].text.lowercased() == table.lowercased()
    }
    let inFrom = named.first { place in
      guard place > 0 else { return false }
      let before = tokens[place - 1]
      return before.isKeyword("from") || before.isKeyword("join") || before.text == "."
    }
    return (inFrom ?? named.first).map { tokens[$0].offset }
  }

  /// The tables that the statement reads, by the name it gives them.
  var scope: [(alias: String, table: Catalog.Table)] {
    var result: [(String, Catalog.Table)] = []
    var isInFrom = false
    for (place, token) in tokens.enumerated() {
      if token.isKeyword("from") || token.isKeyword("join") { isInFrom = true }
      if ["where", "group", "order", "select", "having", "limit"].contains(where: token.isKeyword) {
        isInFrom = false
      }
      guard isInFrom, token.isName, let table = catalog.table(named: token.text) else { continue }
      var alias = table.name
      var next = tokens[SQLDiagnosis.end(ofArgumentsAfter: place, in: tokens)...]
      if next.first?.isKeyword("as") == true { next.removeFirst() }
      if let word = next.first, word.isName,
        word.kind == .quoted || !SQLKeyword.isReserved(word.text)
      {
        alias = word.text.lowercased()
      }
      result.append((alias, table))
    }
    return result
  }
}

extension SQLDiagnosis {
  /// The answer to a cancelled query.
  static let interrupted = SQLError(.interrupted, "the query was cancelled")

  /// What need not be prepared to be refused: a statement that begins with a verb of writing, or gives
  /// a table more than a moment.
  static func refusal(of sql: String, takingMoments names: Set<String>) -> SQLError? {
    guard let first = SQLToken.first(of: sql), first.kind == .word else { return nil }
    let verb = first.text.lowercased()
    if SQLKeyword.writing.contains(verb) { return .readOnly }
    guard verb == "attach" || verb == "detach" else { return tooManyArguments(of: sql, names) }
    return SQLError(.notAllowed, "other databases cannot be attached here; nothing changed")
  }

  /// The error of a statement that failed while it ran, by SQLite's result code.
  static func failure(_ rc: Int32, _ message: String) -> SQLError {
    switch rc & 0xFF {
    case SQLITE_INTERRUPT: interrupted
    case SQLITE_CORRUPT:
      SQLError(.damaged, message, hint: "stipple verify", note: "nothing was changed")
    case SQLITE_NOMEM, SQLITE_TOOBIG:
      SQLError(
        .tooBig, "the query needs more memory than is allowed here",
        hint: "narrow it with where, or sort and group fewer columns")
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_CANTOPEN, SQLITE_IOERR: SQLError(.busy, message)
    case SQLITE_AUTH: SQLError(.notAllowed, "that is switched off here; nothing changed")
    case SQLITE_READONLY: .readOnly
    default:
      // What SQLite quotes while it runs is a value, and may be a client's.
      SQLError(.sql, message.before(" near "))
    }
  }
}

extension SQLError {
  /// The error with its offset counted in the whole text of which `tail` is the end.
  func moved(_ whole: String, to tail: String) -> SQLError {
    var error = self
    error.offset = offset.map { $0 + whole.utf8.count - tail.utf8.count }
    return error
  }
}

extension String {
  func after(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }

  /// The text up to where `mark` first stands in it.
  func before(_ mark: String) -> String {
    let parts = split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.first.map(String.init) ?? self
  }

  fileprivate func byte(at offset: Int) -> Character? {
    guard offset < utf8.count else { return nil }
    return Character(Unicode.Scalar(Array(utf8)[offset]))
  }

  fileprivate var inSingleQuotes: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
