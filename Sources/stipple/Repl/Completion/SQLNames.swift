import Clinic
import ClinicSQL

/// What a statement may name, made for looking up at every key: tables, columns, functions, keywords.
struct SQLNames: Sendable {
  /// A column and what is worth offering as its value.
  struct Column: Sendable {
    var name: String
    var values: ColumnValues
    /// Whether `select *` leaves it out.
    var isHidden = false
  }

  /// A table, a history or a view.
  struct Table: Sendable {
    var name: String
    var kind: Catalog.Table.Kind
    var columns: [Column]

    var isView: Bool { kind == .view }
  }

  /// The hidden column that every table and view has and no catalog lists: the moment asked about.
  static let momentColumn = "as_of"

  /// The tables and views, by name.
  let tables: [Table]
  /// The functions that a statement may call, without those that are operators: `->`.
  let functions: [String]
  /// SQLite's keywords, in lower case.
  let keywords: Set<String>
  /// Every column's name once, with all the values that columns of this name take.
  let columns: [Column]

  private let tablePlaces: [String: Int]
  private let columnPlaces: [String: Int]
  private let functionNames: Set<String>

  /// The names of a connection: its catalog and its functions.
  init(_ catalog: Catalog, functions: [String]) {
    self.init(
      tables: catalog.tables.map { table in
        Table(
          name: table.name, kind: table.kind,
          columns: table.columns.map { column in
            Column(
              name: column.name, values: ColumnValues(column, of: table.name),
              isHidden: column.isHidden)
          })
      }, functions: functions)
  }

  init(tables: [Table], functions: [String]) {
    self.tables = tables
    tablePlaces = Dictionary(
      tables.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let named = functions.filter { $0.utf8.allSatisfy(\.isNameByte) }
    self.functions = named
    functionNames = Set(named)
    keywords = Set(SQLKeyword.all.map { $0.lowercased() })
    var columns: [Column] = []
    var places: [String: Int] = [:]
    for column in tables.lazy.flatMap(\.columns) {
      if let place = places[column.name] {
        columns[place].values.formUnion(column.values)
      } else {
        places[column.name] = columns.count
        columns.append(column)
      }
    }
    self.columns = columns
    columnPlaces = places
  }

  /// The table or view of a name in lower case.
  func table(named name: String) -> Table? { tablePlaces[name].map { tables[$0] } }

  /// Whether any table has a column of this name, which is in lower case.
  func hasColumn(named name: String) -> Bool { columnPlaces[name] != nil }

  /// Whether a statement may call a function of this name, which is in lower case.
  func hasFunction(named name: String) -> Bool { functionNames.contains(name) }

  /// A name as SQL takes it: in double quotes unless it is plain.
  func quoted(_ name: String) -> String {
    let isPlain =
      !keywords.contains(name) && name.utf8.allSatisfy(\.isNameByte)
      && name.utf8.first.map { !$0.isDigit && $0 != UInt8(ascii: "$") } ?? false
    return isPlain ? name : "\"" + name.doubling("\"") + "\""
  }
}

extension String {
  /// The text with each of a character written twice, as quotes within quotes are.
  func doubling(_ character: Character) -> String {
    guard contains(character) else { return self }
    return String(flatMap { $0 == character ? [$0, $0] : [$0] })
  }
}
