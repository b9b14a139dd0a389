import CSQLite

/// What a statement may do: read the tables and call harmless functions; all else is denied.
///
/// SQLite asks while it prepares (`sqlite3_set_authorizer`). The last denial is kept so that the
/// error can say what it was.
final class Authorizer {
  /// Something that was asked for and denied.
  struct Denial: Equatable {
    var action: Int32
    var first: String
    var second: String
  }

  private(set) var denial: Denial?
  private let tables: Set<String>
  private var isTrusting = false

  /// Functions of Debian's build that reach files, code or the log, or belong to tables that are
  /// not here.
  private static let deniedFunctions: Set<String> = [
    "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "sqlite_log", "fts5",
    "fts5_source_id", "rtreecheck", "rtreenode", "rtreedepth", "snippet", "offsets", "matchinfo",
    "optimize", "highlight", "bm25", "zeroblob", "randomblob",
  ]

  /// Pragmas that only tell of the schema, read as tables or as statements.
  private static let harmlessPragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "function_list", "collation_list",
    "compile_options",
  ]

  private static let builtInTables: Set<String> = [
    "sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema", "json_each",
    "json_tree",
  ]

  init(tables: some Sequence<String>) {
    self.tables = Self.builtInTables.union(tables).union(Self.pragmaTables)
  }

  /// SQLite's own tables that are no more than functions: each is a module's, declared at first use.
  static let builtInModules = pragmaTables.union(["json_each", "json_tree"])

  private static let pragmaTables = Set(harmlessPragmas.map { "pragma_" + $0 })

  /// Whether a statement may call a function that SQLite knows by this name, in any case.
  static func allows(function name: String) -> Bool {
    !deniedFunctions.contains(name.lowercased())
  }

  /// Forgets what was denied before.
  func reset() { denial = nil }

  /// Asks nothing while a statement of our own is prepared.
  func trusting<Result>(_ body: () -> Result) -> Result {
    let before = isTrusting
    isTrusting = true
    defer { isTrusting = before }
    return body()
  }

  /// Declares a table (`sqlite3_declare_vtab`), of which SQLite asks as if it were to be created.
  func declare(_ declaration: String, on connection: OpaquePointer) -> Int32 {
    trusting { sqlite3_declare_vtab(connection, declaration) }
  }

  /// Sets it on a connection; it must live as long.
  func install(on connection: OpaquePointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(
      connection,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        let authorizer = Unmanaged<Authorizer>.fromOpaque(context).takeUnretainedValue()
        return authorizer.decide(action, first, second)
      }, context)
  }

  private func decide(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
  ) -> Int32 {
    if isTrusting { return SQLITE_OK }
    let first = first.map { String(cString: $0) } ?? ""
    let second = second.map { String(cString: $0) } ?? ""
    let isAllowed =
      switch action {
      case SQLITE_SELECT, SQLITE_RECURSIVE: true
      // Of a table that no column is read of, only the name is asked about: it may be that of a
      // common table expression. A module that is not allowed cannot declare its table anyway.
      case SQLITE_READ: second.isEmpty || tables.contains(first.lowercased())
      case SQLITE_FUNCTION: Self.allows(function: second)
      case SQLITE_PRAGMA: Self.harmlessPragmas.contains(first.lowercased())
      default: false
      }
    if isAllowed { return SQLITE_OK }
    if denial == nil { denial = Denial(action: action, first: first, second: second) }
    return SQLITE_DENY
  }
}

extension Authorizer.Denial {
  /// The denial as an error.
  var error: SQLError {
    switch action {
    case SQLITE_FUNCTION: SQLError(.notAllowed, "the function \(second) is switched off here")
    case SQLITE_READ: SQLError(.notAllowed, "the table \(first) is switched off here")
    case SQLITE_PRAGMA:
      SQLError(.notAllowed, "pragma \(first) is switched off here; nothing changed")
    case SQLITE_ATTACH, SQLITE_DETACH:
      SQLError(.notAllowed, "other databases cannot be attached here; nothing changed")
    default: .readOnly
    }
  }
}

extension SQLError {
  /// The answer to whatever would write.
  static let readOnly = SQLError(
    .readOnly, "SQL here is read-only; nothing changed",
    hint: "stipple correct @N field=value --reason …")
}
