import Clinic
import Records

/// The keys of the index entries of some tables, field by field in the order of the database, those
/// of the next field made on a thread of their own while the last are put.
struct EntryKeysAhead {
  /// The keys of one field's entries.
  struct Keys: Sendable {
    /// The place of the field's table.
    let table: Int
    /// One key behind the other.
    fileprivate(set) var bytes: [UInt8] = []
    /// Where each ends.
    fileprivate(set) var ends: [Int] = []
  }

  /// Fewer entries are not worth a thread.
  private static let fewest = 1_000

  private let tables: [ReplayedTable]
  private let fields: [(table: Int, field: Field)]
  private var next = 0
  private var coming: SideWork<Keys>?

  init(_ tables: [ReplayedTable]) {
    self.tables = tables
    fields = tables.indices.flatMap { table in tables[table].indexed.map { (table, $0) } }
    begin()
  }

  /// The next field's keys; nil when all were given.
  mutating func take() -> Keys? {
    guard let coming else { return nil }
    let keys = coming.result()
    begin()
    return keys
  }

  /// Begins to make the next field's.
  private mutating func begin() {
    coming = nil
    guard next < fields.count else { return }
    let (place, field) = fields[next]
    let table = tables[place]
    next += 1
    coming = SideWork(isSmall: table.count < Self.fewest) {
      Self.keys(of: field, in: table, at: place)
    }
  }

  private static func keys(of field: Field, in table: ReplayedTable, at place: Int) -> Keys {
    let entries = table.entries(of: field)
    var keys = Keys(table: place)
    keys.ends.reserveCapacity(entries.count)
    keys.bytes.reserveCapacity(entries.count * 32)
    for entry in 0..<entries.count {
      entries.append(entry, to: &keys.bytes)
      keys.ends.append(keys.bytes.count)
    }
    return keys
  }
}
