import Clinic
import ClinicSQL
import Records

/// What is worth offering as a value of a column.
enum ColumnValues: Hashable, Sendable {
  /// Nothing: numbers, times, free text, personal data.
  case none
  /// The words of an enum.
  case words([String])
  /// The ids of what streams of a kind are about.
  case ids(StreamKind)
  /// The names of streams: `session/S1`.
  case streams
  /// Moments, as people write them.
  case moments

  /// By a column's words or, since a catalog does not say what an id is of, by its name.
  init(_ column: Catalog.Column, of table: String) {
    let words = column.words.filter { !$0.isEmpty }
    if column.name == "stream", table == "events" || Set(words) == Set(StreamKind.names) {
      self = .streams
    } else if !words.isEmpty {
      self = .words(words)
    } else if let kind = Self.kind(of: column.name, in: table) {
      self = .ids(kind)
    } else {
      self = .none
    }
  }

  /// Takes in what a column of the same name takes elsewhere.
  mutating func formUnion(_ other: ColumnValues) {
    switch (self, other) {
    case (.none, _): self = other
    case (.words(let own), .words(let words)):
      self = .words(own + words.filter { !own.contains($0) })
    // An id of one kind here and another there says nothing where the table is not known.
    case (.ids(let own), .ids(let kind)) where own != kind: self = .none
    default: break
    }
  }

  /// The kind of stream whose ids a column holds; nil if it holds none.
  static func kind(of column: String, in table: String) -> StreamKind? {
    let suffix = "_history"
    let origin = TableType.named(
      table.hasSuffix(suffix) ? String(table.dropLast(suffix.count)) : table)
    if column == "id" {
      guard case .state(let kind)? = origin?.kind else { return nil }
      return kind
    }
    if let field = origin?.record.field(named: column), field.limits.form != .id { return nil }
    if let kind = origin?.record.field(named: column)?.refers { return kinds[kind] }
    return kind(ofColumnNamed: column)
  }

  /// By the way columns are named, for those of views and those that every fact has.
  private static func kind(ofColumnNamed column: String) -> StreamKind? {
    if let kind = referring[column] ?? kinds[column] { return kind }
    guard let last = column.split(separator: "_").last, last.utf8.count < column.utf8.count else {
      return nil
    }
    return last == "by" ? .staff : kinds[String(last)]
  }

  private static let kinds: [String: StreamKind] = {
    var kinds = Dictionary(
      uniqueKeysWithValues: StreamKind.allCases.map { (StreamKind.names[Int($0.rawValue)], $0) })
    kinds["chart"] = .client
    kinds["store"] = nil
    return kinds
  }()

  /// The columns that say in some table what they are ids of: `practitioner`, `merged_into`.
  private static let referring: [String: StreamKind] = {
    var kinds: [String: StreamKind] = [:]
    for field in TableType.all.lazy.flatMap(\.record.fields) {
      if let kind = field.refers.flatMap({ Self.kinds[$0] }) { kinds[field.name] = kind }
    }
    return kinds
  }()
}
