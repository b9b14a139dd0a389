public import Clinic
import Records

/// The rows of one table as replay makes them, in the order of their keys.
///
/// Unchecked only for the addresses in it: what they point to is not changed once the table is made.
public final class ReplayedTable: @unchecked Sendable {
  /// A row: where its key lies, and where its record.
  ///
  /// Keys lie apart, so that going over the rows in the order of an index touches little memory.
  struct Row {
    fileprivate let keyStart: UnsafeRawPointer
    fileprivate let recordStart: UnsafeRawPointer
    fileprivate let keyCount: UInt32
    fileprivate let recordCount: UInt32

    var key: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: keyStart, count: Int(keyCount))
    }
    var record: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: recordStart, count: Int(recordCount))
    }
  }

  /// The table.
  public let type: TableType
  let rows: [Row]
  /// Where the rows lie.
  private let arenas: [ByteArena]

  init(_ type: TableType, _ rows: [Row], in arenas: [ByteArena]) {
    self.type = type
    self.rows = rows
    self.arenas = arenas
  }

  /// The rows of two tables of one type that have none in common.
  init(_ one: ReplayedTable, _ other: ReplayedTable) {
    type = one.type
    arenas = one.arenas + other.arenas
    var rows: [Row] = []
    rows.reserveCapacity(one.count + other.count)
    var next = 0
    for row in one.rows {
      while next < other.count, other.rows[next].key.order(row.key) < 0 {
        rows.append(other.rows[next])
        next += 1
      }
      rows.append(row)
    }
    self.rows = rows + other.rows[next...]
  }

  /// How many rows it has.
  public var count: Int { rows.count }

  /// How many bytes keys and records take.
  public var byteCount: Int { rows.reduce(0) { $0 + Int($1.keyCount) + Int($1.recordCount) } }

  /// The key of a row, as in the `row` database (see ``RowKey``).
  @_lifetime(borrow self)
  public func key(_ index: Int) -> RawSpan {
    _overrideLifetime(RawSpan(_unsafeBytes: rows[index].key), borrowing: self)
  }

  /// The record of a row, without checksum.
  @_lifetime(borrow self)
  public func record(_ index: Int) -> RawSpan {
    _overrideLifetime(RawSpan(_unsafeBytes: rows[index].record), borrowing: self)
  }
}

/// Rows of one table as they are made, one behind the other.
struct RowList {
  private let keys = ByteArena()
  private let records = ByteArena()
  private(set) var rows: [ReplayedTable.Row] = []

  /// Where the rows lie.
  var arenas: [ByteArena] { [keys, records] }

  var count: Int { rows.count }

  /// Adds the row of a fact.
  mutating func append(_ fact: FactSink.Row) {
    let key = keys.room(13)
    key[0] = fact.table
    key.storeBytes(of: fact.position.bigEndian, toByteOffset: 1, as: UInt64.self)
    key.storeBytes(of: UInt32(fact.ordinal).bigEndian, toByteOffset: 9, as: UInt32.self)
    add(key, fact.bytes)
  }

  /// Adds the row of a state.
  mutating func append(_ table: UInt8, id: ArraySlice<UInt8>, record: [UInt8]) {
    let key = keys.room(1 + id.count)
    key[0] = table
    id.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: key[1...]).copyMemory(from: $0)
    }
    add(key, record)
  }

  private mutating func add(_ key: UnsafeMutableRawBufferPointer, _ record: [UInt8]) {
    let room = records.room(record.count)
    record.withUnsafeBytes { room.copyMemory(from: $0) }
    rows.append(
      ReplayedTable.Row(
        keyStart: UnsafeRawPointer(key.baseAddress!),
        recordStart: UnsafeRawPointer(room.baseAddress!),
        keyCount: UInt32(key.count), recordCount: UInt32(record.count)))
  }
}

extension ReplayedTable.Row {
  /// The key without the table's number.
  var tail: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: keyStart + 1, count: Int(keyCount) - 1)
  }

  /// The position in a fact row's key.
  var position: UInt64 {
    UInt64(bigEndian: keyStart.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
  }
}
