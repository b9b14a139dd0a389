public import Records

/// What a column of a row holds, as JSON and in words.
public struct ColumnValue: Hashable, Sendable {
  /// The value as its schema writes it; null where nothing was recorded.
  ///
  /// Personal, if the column is.
  public let json: JSONValue
  /// The same in words, times by the clinic's clocks.
  public let text: String

  /// Nothing, which is never told as none: a list that was recorded empty is none.
  public static let notRecorded = ColumnValue(json: .null, text: ReportFact.notRecorded)

  /// Whether there is a value.
  public var isRecorded: Bool { json != .null }

  /// The value as it is written, where words leave out what tells it apart.
  fileprivate var exact: ColumnValue {
    if case .string(let text) = json { return ColumnValue(json: json, text: text) }
    return ColumnValue(json: json, text: json.text)
  }
}

/// A column that does not hold the same before and after.
public struct ColumnChange: Hashable, Sendable {
  /// The column's name in SQL.
  public let column: String
  /// What it held.
  public let from: ColumnValue
  /// What it holds instead.
  public let to: ColumnValue

  /// Two values that read alike, such as times of one minute, are told as they are written.
  init(column: String, from: ColumnValue, to: ColumnValue) {
    self.column = column
    let isAlike = from.text == to.text
    self.from = isAlike ? from.exact : from
    self.to = isAlike ? to.exact : to
  }

  /// `status: open → closed`.
  public var text: String { "\(column): \(from.text) → \(to.text)" }

  /// `status: open`, of a row that has only begun.
  var beginning: String { "\(column): \(to.text)" }
}
