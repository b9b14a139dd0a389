public import Clinic
import Records

/// The rows of one table as replay makes them, in the order of their keys.
///
/// Unchecked only for the addresses in it: what they point to is not changed once the table is made.
public final class ReplayedTable: @unchecked Sendable {
  /// A row: its key, and behind it its record.
  struct Row {
    let address: UnsafeRawPointer
    let keyCount: UInt32
    let recordCount: UInt32

    var key: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: address, count: Int(keyCount))
    }
    var record: UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(start: address + Int(keyCount), count: Int(recordCount))
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
  let arena = ByteArena()
  private(set) var rows: [ReplayedTable.Row] = []

  var count: Int { rows.count }

  /// Adds the row of a fact.
  mutating func append(_ table: UInt8, position: UInt64, ordinal: Int, record: [UInt8]) {
    let room = arena.room(13 + record.count)
    room[0] = table
    room.storeBytes(of: position.bigEndian, toByteOffset: 1, as: UInt64.self)
    room.storeBytes(of: UInt32(ordinal).bigEndian, toByteOffset: 9, as: UInt32.self)
    add(room, keyCount: 13, record)
  }

  /// Adds the row of a state.
  mutating func append(_ table: UInt8, id: ArraySlice<UInt8>, record: [UInt8]) {
    let room = arena.room(1 + id.count + record.count)
    room[0] = table
    id.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: room[1...]).copyMemory(from: $0)
    }
    add(room, keyCount: 1 + id.count, record)
  }

  private mutating func add(
    _ room: UnsafeMutableRawBufferPointer, keyCount: Int, _ record: [UInt8]
  ) {
    record.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: room[keyCount...]).copyMemory(from: $0)
    }
    rows.append(
      ReplayedTable.Row(
        address: UnsafeRawPointer(room.baseAddress!), keyCount: UInt32(keyCount),
        recordCount: UInt32(record.count)))
  }
}

extension ReplayedTable.Row {
  /// The key without the table's number.
  var tail: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: address + 1, count: Int(keyCount) - 1)
  }

  /// The position in a fact row's key.
  var position: UInt64 {
    UInt64(bigEndian: address.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
  }
}
