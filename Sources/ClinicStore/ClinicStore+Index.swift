import Clinic
import LMDB
import Records

/// Rows found by the value of an indexed column.
extension ClinicStore {
  /// The ids of the state rows whose column holds a text, ascending.
  func ids(
    of table: TableType, where column: String, is text: String, in view: TransactionView
  ) throws -> [String] {
    try rowKeys(of: table, where: column, is: text, in: view).map {
      String(decoding: $0.dropFirst(), as: UTF8.self)
    }
  }

  /// The ids of the state rows whose column holds a moment of the range, the earliest first.
  func ids(
    of table: TableType, where column: String, from start: Instant, before end: Instant,
    in view: TransactionView
  ) throws -> [String] {
    guard let slot = table.record.field(named: column)?.slot, start < end else { return [] }
    func key(_ moment: Instant) -> Key {
      var key = Key([table.id, UInt8(slot), 1])
      key.append(moment.microseconds)
      return key
    }
    let last = key(end)
    var ids: [String] = []
    var cursor = try view.cursor(index)
    var isThere = try cursor.seek(key(start))
    while isThere, cursor.key.order(last.bytes) < 0 {
      ids.append(
        cursor.key.withUnsafeBytes { String(decoding: $0.dropFirst(last.count), as: UTF8.self) })
      isThere = try cursor.next()
    }
    return ids
  }

  /// The ids of the sessions in which a cartridge was opened or discarded.
  func sessions(opening cartridge: String, in view: TransactionView) throws -> [String] {
    let table = CartridgeFact.table
    var sessions: Set<String> = []
    for key in try rowKeys(of: table, where: "cartridge", is: cartridge, in: view) {
      guard let value = try view.get(row, key.span.bytes),
        let body = Checksum.body(of: value)
      else { throw StoreError.damagedRow(table) }
      if let session = try CartridgeFact(record: body).session { sessions.insert(session) }
    }
    return sessions.sorted()
  }

  /// The keys of the rows whose column holds a text.
  func rowKeys(
    of table: TableType, where column: String, is text: String, in view: TransactionView
  ) throws -> [[UInt8]] {
    guard let slot = table.record.field(named: column)?.slot else { return [] }
    var prefix = Key([table.id, UInt8(slot), 2])
    prefix.append(text)
    var keys: [[UInt8]] = []
    var cursor = try view.cursor(index)
    while try cursor.next(prefix: prefix) {
      keys.append([table.id] + cursor.key.copy().dropFirst(prefix.count))
    }
    return keys
  }
}
