/// A question that a clinic asks by name: one SELECT over the tables, kept in `Schemas/views/`.
///
/// It may ask for `:now`, the moment that it is asked about, and for no other clock.
public struct View: Sendable {
  /// The name in SQL.
  public let name: String
  /// What it answers: one sentence.
  public let summary: String
  /// The columns that tell its rows apart, none of which is ever NULL.
  public let key: [String]
  /// The SELECT.
  public let sql: String

  /// A view by its parts.
  public init(name: String, summary: String, key: [String], sql: String) {
    self.name = name
    self.summary = summary
    self.key = key
    self.sql = sql
  }
}
