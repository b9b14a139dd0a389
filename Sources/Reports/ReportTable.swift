/// Rows of a report as text, for whoever lays them out.
public struct ReportTable: Hashable, Sendable {
  /// The columns' names.
  public var columns: [String]
  /// The rows, a text for each column; nil where there is nothing to say.
  public var rows: [[String?]]
  /// How many of the last columns hold text of any length, which may be folded under its row.
  public var longColumns: Int
  /// How rows stand out, by their place; most do not.
  public var marks: [Int: RowMark] = [:]

  /// A table of those rows.
  public init(columns: [String], rows: [[String?]], longColumns: Int) {
    self.columns = columns
    self.rows = rows
    self.longColumns = longColumns
  }

  /// Puts a row behind the others.
  public mutating func append(_ row: [String?], mark: RowMark = []) {
    if !mark.isEmpty { marks[rows.count] = mark }
    rows.append(row)
  }
}
