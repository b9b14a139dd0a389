import Clinic
import ClinicStore
import EventLog
public import Records

extension MomentDiff {
  /// What is compared, and from when to when.
  public var heading: String {
    let what =
      switch subject {
      case .stream(let stream): stream.text
      case .table(let table): table.name
      }
    let way = to.position < from.position ? "back to" : "to"
    return "\(what) · from \(name(of: from)) \(way) \(name(of: to))"
  }

  /// The columns that differ, a row each; a row of the table that was added or removed, one row.
  public var listing: ReportTable {
    ReportTable(
      columns: rowColumns + ["column", "from", "to", "changed by"],
      rows: lines.map { $0.row + [$0.column, $0.from, $0.to, $0.cause] }, longColumns: 1)
  }

  /// The same with both values in one column, for a page on which they do not fit side by side.
  public var folding: ReportTable {
    ReportTable(
      columns: rowColumns + ["column", "change", "changed by"],
      rows: lines.map { line in
        let change = line.from.flatMap { from in line.to.map { "\(from) → \($0)" } }
        return line.row + [line.column, change, line.cause]
      },
      longColumns: 2)
  }

  /// Whether ``folding`` is easier to read than ``listing``.
  public var isWide: Bool {
    lines.contains { max($0.from?.count ?? 0, $0.to?.count ?? 0) > 24 }
  }

  /// `3 columns differ`, `2 rows changed, 1 added, of 5 with events between`.
  public var summary: String {
    if case .stream(let stream) = subject {
      let columns = rows.first?.columns.count ?? 0
      let said =
        "\(Words.count(columns, "column", "columns")) \(columns == 1 ? "differs" : "differ")"
      return switch rows.first?.outcome {
      case .added: "\(said) · \(stream.text) was not begun at @\(from.position)"
      case .removed: "\(said) · \(stream.text) was not begun at @\(to.position)"
      case .changed, nil: said
      }
    }
    let counts = [RowDiff.Outcome.changed, .added, .removed].map { outcome in
      "\(rows.count { $0.outcome == outcome }) \(outcome.rawValue)"
    }
    let read = Words.count(touched, "stream", "streams")
    return "\(counts.joined(separator: " · ")) · \(read) with events between"
  }

  /// The rows that differ, as objects.
  public var json: [JSONValue] { rows.map(\.json) }

  private func name(of moment: Moment) -> String {
    moment.position == 0
      ? "@0, before the first event" : "@\(moment.position) (\(zone.display(moment.at)))"
  }

  private struct Line {
    var row: [String?]
    var column: String?
    var from: String?
    var to: String?
    var cause: String?
  }

  /// What stands before a column's name: nothing, of a stream; of a table, the row.
  private var rowColumns: [String] {
    if case .stream = subject { return [] }
    return ["row", "is"]
  }

  private var lines: [Line] {
    rows.flatMap { row -> [Line] in
      guard case .table = subject else { return row.columns.map { line($0, of: row, []) } }
      let name = [row.key.text, row.outcome.rawValue]
      switch row.outcome {
      case .changed: return row.columns.map { line($0, of: row, name) }
      case .added:
        // Going on, the first event made the row; going back, the last had taken it away.
        let cause = to.position < from.position ? row.events.last : row.events.first
        return [Line(row: name, cause: cause?.told)]
      case .removed:
        let cause = to.position < from.position ? row.events.first : row.events.last
        return [Line(row: name, cause: cause?.told)]
      }
    }
  }

  private func line(_ column: RowDiff.Column, of row: RowDiff, _ name: [String?]) -> Line {
    let others = column.events.count - 1
    let last = column.events.last?.credit
    return Line(
      row: name, column: column.change.column,
      from: row.outcome == .added ? "not begun" : column.change.from.text,
      to: row.outcome == .removed ? "not begun" : column.change.to.text,
      cause: others > 0 ? last.map { "\($0), and \(others) before it" } : last)
  }
}

extension RowEvent {
  /// Who did it and what it says.
  fileprivate var told: String {
    let said = detail.text
    guard amendment == nil, !said.isEmpty else { return credit }
    return "\(credit): \(said)"
  }
}

extension RowDiff.Key {
  /// `S1`; of a fact `@33`, or `@33 #1` for the second row of that event.
  var text: String {
    switch self {
    case .id(let id): id
    case .fact(let position, 0): "@\(position)"
    case .fact(let position, let ordinal): "@\(position) #\(ordinal)"
    }
  }
}

extension RowDiff {
  /// The row by its key, what became of it, and its columns.
  var json: JSONValue {
    var members: [JSONValue.Member] = []
    switch key {
    case .id(let id): members.append(.init(key: "id", value: .string(id)))
    case .fact(let position, let ordinal):
      members.append(.init(key: "position", value: .integer(position)))
      members.append(.init(key: "ordinal", value: .integer(ordinal)))
    }
    members.append(.init(key: "stream", value: .string(stream.text)))
    members.append(.init(key: "is", value: .string(outcome.rawValue)))
    let columns = columns.map { column -> JSONValue in
      guard case .object(var members) = column.change.json else { return .null }
      members.append(.init(key: "events", value: .array(column.events.map(\.json))))
      return .object(members)
    }
    members.append(.init(key: "columns", value: .array(columns)))
    return .object(members)
  }
}
