import Clinic
import EventLog
import Records

/// The history of a state table as its module needs it: every state of every row, and the event that
/// made it.
final class HistoryShape {
  /// The columns that a state has beside those of its row, in their order.
  enum Own: Int, CaseIterable {
    case fromPosition, toPosition, fromAt, toAt, by, event, occurredAt
  }

  /// The table whose rows' states it shows.
  let table: TableShape
  /// What its rows are folded from.
  let kind: StreamKind
  /// Its name: `sessions_history`.
  let name: String
  /// Its columns in order: ``MomentColumn``, those of the row, its own.
  let columns: [SourceColumn]
  /// Where its own begin.
  let ownColumns: Int
  /// The places of the id, of the version and of `from_position`.
  let id: Int
  let version: Int
  let fromPosition: Int

  /// The kind of stream that a table is folded from; nil for one that is not.
  static func kind(of relation: TableSource.Relation) -> StreamKind? {
    guard let type = TableType.numbered(relation.number), type.name == relation.name,
      case .state(let kind) = type.kind
    else { return nil }
    return kind
  }

  /// The name of the history of a table.
  static func name(of table: String) -> String { table + "_history" }

  /// Nil for a table whose rows do not say which stream they are, and which of its states.
  init?(_ table: TableShape, kind: StreamKind) {
    var columns = [.moment] + table.record.fields.enumerated().map { SourceColumn($1, field: $0) }
    guard let id = columns.firstIndex(where: { $0.name == "id" }),
      let version = columns.firstIndex(where: { $0.name == "version" })
    else { return nil }
    ownColumns = columns.count
    columns += Own.allCases.map(\.column)
    self.table = table
    self.kind = kind
    self.columns = columns
    self.id = id
    self.version = version
    fromPosition = ownColumns + Own.fromPosition.rawValue
    name = Self.name(of: table.name)
  }

  /// What it is, in a sentence.
  var summary: String {
    "Every state of every row of \(table.name), and the event that made it."
  }

  /// What `sqlite3_declare_vtab` is given.
  var declaration: String {
    var parts = [MomentColumn.declaration]
    parts += columns.dropFirst().map { column in
      "\"\(column.name)\" \(column.declaredType)" + (column.isHidden ? " HIDDEN" : "")
    }
    // Without rowids, SQLite tells rows apart by the key, as it must for OR and for outer joins.
    parts.append("PRIMARY KEY (\"id\", \"version\", \(MomentColumn.name))")
    return "CREATE TABLE x(\(parts.joined(separator: ", "))) WITHOUT ROWID"
  }
}

extension HistoryShape.Own {
  fileprivate var column: SourceColumn {
    switch self {
    case .fromPosition:
      Self.column(
        "from_position", .integer, "The position of the event that made this state.")
    case .toPosition:
      Self.column(
        "to_position", .integer,
        "The position of the event that ended this state; NULL for the last.")
    case .fromAt:
      Self.column("from_at", .instant, "When the log took the event that made this state, in UTC.")
    case .toAt:
      Self.column(
        "to_at", .instant,
        "When the log took the event that ended this state, in UTC; NULL for the last.")
    case .by: Self.column("by", .text, "Who entered the event that made this state.")
    case .event:
      Self.column(
        "event", .text, "The type of the event that made this state.",
        words: EventType.all.map(\.name))
    case .occurredAt:
      Self.column("occurred_at", .instant, "When that event happened, in UTC.")
    }
  }

  private static func column(
    _ name: String, _ form: ColumnForm, _ summary: String, words: [String] = []
  ) -> SourceColumn {
    var column = SourceColumn(name: name, form: form, slot: -1)
    column.summary = summary
    column.words = words
    return column
  }
}
