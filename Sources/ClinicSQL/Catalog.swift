import Records

/// What tables there are: `sqlite_schema` does not list virtual tables that nobody created.
public struct Catalog: Sendable {
  /// A table as SQL sees it.
  public struct Table: Sendable {
    /// The name in SQL.
    public let name: String
    /// One sentence.
    public let summary: String
    /// The columns in order.
    public let columns: [Column]
  }

  /// A column as SQL sees it.
  public struct Column: Sendable {
    /// The name in SQL.
    public let name: String
    /// TEXT, INTEGER or REAL.
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

  /// The tables, by name.
  public let tables: [Table]

  init(_ shapes: [TableShape]) {
    tables = shapes.map(Table.init).sorted { $0.name < $1.name }
  }

  /// The table of a name, in any case.
  public func table(named name: String) -> Table? {
    let folded = name.lowercased()
    return tables.first { $0.name == folded }
  }
}

extension Catalog.Table {
  init(_ shape: TableShape) {
    name = shape.name
    summary = shape.summary
    columns = shape.columns.enumerated().map { place, column in
      Catalog.Column(
        name: column.name, type: column.declaredType, summary: column.summary, unit: column.unit,
        words: column.words, isKey: shape.keyColumns.contains(place),
        isIndexed: shape.indexes.contains { $0.column == place }, isHidden: column.isHidden,
        isPersonal: column.isPersonal)
    }
  }

  /// The table as a CREATE statement with what each column means.
  public var declaration: String {
    let rows = columns.enumerated().map { place, column in
      var text = "  \(column.name.quotedName) \(column.type)"
      if place + 1 < columns.count { text += "," }
      let about = [column.summary, column.unit.map { "in \($0)" } ?? ""].filter { !$0.isEmpty }
      return about.isEmpty ? text : text + " -- " + about.joined(separator: ", ")
    }
    let comment = summary.isEmpty ? "" : "-- \(summary)\n"
    return "\(comment)create table \(name.quotedName) (\n" + rows.joined(separator: "\n") + "\n);"
  }
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
