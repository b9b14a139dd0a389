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

  /// Nil for a table that is not folded from streams.
  init?(_ table: TableShape) {
    guard let number = table.number, let type = TableType.numbered(number),
      type.record === table.record, case .state(let kind) = type.kind
    else { return nil }
    var columns = [.moment] + type.record.fields.enumerated().map { SourceColumn($1, field: $0) }
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
    name = table.name + "_history"
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
