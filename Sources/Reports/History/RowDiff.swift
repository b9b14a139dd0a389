import Clinic
import ClinicStore
public import EventLog
import Records

/// A row that is not at one moment what it is at another.
public struct RowDiff: Sendable {
  /// Which row of its table.
  public enum Key: Hashable, Comparable, Sendable {
    /// A state row, by its id.
    case id(String)
    /// A fact row, by the position of its event and its place among the rows of that.
    case fact(position: UInt64, ordinal: Int)

    /// In the order of the table: ids by their bytes, facts by position and ordinal.
    public static func < (one: Key, other: Key) -> Bool {
      switch (one, other) {
      case (.id(let one), .id(let other)):
        one.utf8.lexicographicallyPrecedes(other.utf8)
      case (.fact(let one, let first), .fact(let other, let second)):
        (one, first) < (other, second)
      case (.id, .fact): true
      case (.fact, .id): false
      }
    }
  }

  /// What became of the row.
  public enum Outcome: String, Sendable {
    /// It is there at the second moment alone.
    case added
    /// It is there at both.
    case changed
    /// It is there at the first moment alone.
    case removed
  }

  /// A column that is not the same, and the events between the moments that changed it, oldest first.
  public struct Column: Sendable {
    /// What it holds at the first moment, and at the second.
    public let change: ColumnChange
    /// The events; where the first moment is the later one, they are what going back undoes.
    public let events: [RowEvent]
  }

  /// Which row.
  public let key: Key
  /// The stream that it is made from.
  public let stream: StreamID
  /// What became of it.
  public let outcome: Outcome
  /// The columns that are not the same, in the order of the table; of a row added or removed, all
  /// that hold anything.
  public let columns: [Column]
  /// The events between the moments that changed the row, oldest first.
  public let events: [RowEvent]
}

/// What the events between two moments do to one row.
struct RowTally {
  private let columns: RowColumns
  private let before: [UInt8]?
  private var now: [UInt8]?
  private var touched: [EffectiveEvent] = []
  private var causes: [Int: [EffectiveEvent]] = [:]

  /// A row as the earlier moment has it; nil where it has none.
  init(_ columns: RowColumns, before: [UInt8]?) {
    self.columns = columns
    self.before = before
    now = before
  }

  /// The row after an event; nil where that took it away.
  mutating func take(_ record: [UInt8]?, by event: EffectiveEvent) {
    let changed = columns.changed(columns.told, from: now, to: record)
    if !changed.isEmpty { touched.append(event) }
    for field in changed { causes[field.slot, default: []].append(event) }
    now = record
  }

  /// How the row differs between the moments; nil where it does not.
  func diff(_ key: RowDiff.Key, of stream: StreamID, isBackwards: Bool) -> RowDiff? {
    let (from, to) = isBackwards ? (now, before) : (before, now)
    let changed = columns.changed(columns.told, from: from, to: to)
    guard !changed.isEmpty else { return nil }
    func told(_ events: [EffectiveEvent]) -> [RowEvent] {
      events.map { RowEvent($0, zone: columns.zone) }
    }
    return RowDiff(
      key: key, stream: stream,
      outcome: from == nil ? .added : to == nil ? .removed : .changed,
      columns: changed.map { field in
        RowDiff.Column(
          change: columns.change(of: field, from: from, to: to),
          events: told(causes[field.slot] ?? []))
      },
      events: told(touched))
  }
}
