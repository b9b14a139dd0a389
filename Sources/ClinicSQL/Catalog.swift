import Records

/// What tables and views there are: `sqlite_schema` does not list virtual tables that nobody created.
public struct Catalog: Sendable {
  /// A table or a view as SQL sees it.
  public struct Table: Sendable {
    /// What its rows are.
    public enum Kind: String, Sendable {
      /// What is stored.
      case table
      /// Every state of the rows of a table.
      case history
      /// The answer to a question.
      case view
    }

    /// The name in SQL.
    public let name: String
    /// One sentence.
    public let summary: String
    /// The columns in order.
    public let columns: [Column]
    /// The SELECT of a view; nil for a table.
    public let definition: String?

    /// What its rows are.
    public let kind: Kind

    /// Whether it is a view.
    public var isView: Bool { kind == .view }
  }

  /// A column as SQL sees it.
  public struct Column: Sendable {
    /// The name in SQL.
    public let name: String
    /// TEXT, INTEGER or REAL; empty for a column of a view that is worked out.
    public let type: String
    /// One sentence.
    public let summary: String
    /// The unit of a number: `mm`.
    public let unit: String?
    /// The words that it can hold, if it is an enum.
    public let words: [String]
    /// Whether it is part of the key.
    public let isKey: Bool
    /// Whether an index finds its values.
    public let isIndexed: Bool
    /// Whether `select *` leaves it out.
    public let isHidden: Bool
    /// Whether it holds personal data or free text.
    public let isPersonal: Bool
  }

  /// The tables and views, by name.
  public let tables: [Table]

  init(_ shapes: [TableShape], _ histories: [HistoryShape], _ views: [ViewModule]) {
    let tables = shapes.map(Table.init) + histories.map(Table.init)
    let sources = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0) })
    self.tables = (tables + views.map { Table($0, sources) }).sorted { $0.name < $1.name }
  }

  /// The table or view of a name, in any case.
  public func table(named name: String) -> Table? {
    let folded = name.lowercased()
    return tables.first { $0.name == folded }
  }
}

extension Catalog.Table {
  init(_ shape: TableShape) {
    name = shape.name
    summary = shape.summary
    // The moment is asked for, not told: `declaration` says how.
    columns = shape.columns.indices.dropFirst().map { place in
      let column = shape.columns[place]
      return Catalog.Column(
        name: column.name, type: column.declaredType, summary: column.summary, unit: column.unit,
        words: column.words, isKey: shape.keyColumns.contains(place),
        isIndexed: shape.indexes.contains { $0.column == place }, isHidden: column.isHidden,
        isPersonal: column.isPersonal)
    }
    definition = nil
    kind = .table
  }

  /// A view; a column that comes from a table unchanged is described as it is there.
  init(_ module: ViewModule, _ tables: [String: Catalog.Table]) {
    let view = module.view
    name = view.name
    summary = view.summary
    definition = view.sql
    kind = .view
    // A view that cannot be described is told of when it is asked.
    columns = ((try? module.describe()) ?? []).map { column in
      let origin = column.table.flatMap { tables[$0] }?.columns
        .first { $0.name == column.origin }
      return Catalog.Column(
        name: column.name, type: column.declaredType, summary: origin?.summary ?? "",
        unit: origin?.unit, words: origin?.words ?? [], isKey: view.key.contains(column.name),
        isIndexed: false, isHidden: false, isPersonal: origin?.isPersonal ?? false)
    }
  }

  /// The table as a CREATE statement with what each column means; of a view, its SELECT, in which
  /// `:now` is the moment that it is asked about.
  public var declaration: String {
    let comment = (summary.isEmpty ? "" : "-- \(summary)\n") + "-- as of a moment: \(asked)\n"
    if let definition {
      return "\(comment)create view \(name.quotedName) as\n\(definition);"
    }
    let rows = columns.enumerated().map { place, column in
      var text = "  \(column.name.quotedName) \(column.type)"
      if place + 1 < columns.count { text += "," }
      let about = [column.summary, column.unit.map { "in \($0)" } ?? ""].filter { !$0.isEmpty }
      return about.isEmpty ? text : text + " -- " + about.joined(separator: ", ")
    }
    return "\(comment)create table \(name.quotedName) (\n" + rows.joined(separator: "\n") + "\n);"
  }

  /// How it is asked about a moment: its hidden column `as_of` is its argument.
  private var asked: String { "\(name.quotedName)('@3020')" }
}

extension String {
  /// The name as SQL takes it: in double quotes unless it is plain.
  var quotedName: String {
    let isPlain =
      !isEmpty && !SQLKeyword.isReserved(self)
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
      } && utf8.first.map { $0 > UInt8(ascii: "9") } ?? false
    if isPlain { return self }
    var quoted = "\""
    for scalar in unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
