import LMDB

/// A cursor of LMDB under a cursor of SQLite; what it stands on lies in the map.
struct MapCursor {
  /// The index that it walks; nil for the table.
  let index: Int?
  private var cursor: UnsafeCursor

  init(_ cursor: UnsafeCursor, index: Int?) {
    self.cursor = cursor
    self.index = index
  }

  /// Closes it: within its transaction or after it.
  func close() { cursor.close() }

  /// Takes it over into another transaction.
  mutating func renew(_ transaction: UnsafeTransaction) throws(ScanFailure) {
    do throws(LMDBError) { try cursor.renew(transaction) } catch { throw ScanFailure(error) }
  }

  /// The key that it stands on.
  var key: UnsafeRawBufferPointer { cursor.key }
  /// The value that it stands on.
  var value: UnsafeRawBufferPointer { cursor.value }

  mutating func first() throws(ScanFailure) -> Bool {
    do throws(LMDBError) { return try cursor.first() } catch { throw ScanFailure(error) }
  }

  mutating func last() throws(ScanFailure) -> Bool {
    do throws(LMDBError) { return try cursor.last() } catch { throw ScanFailure(error) }
  }

  mutating func next() throws(ScanFailure) -> Bool {
    do throws(LMDBError) { return try cursor.next() } catch { throw ScanFailure(error) }
  }

  mutating func previous() throws(ScanFailure) -> Bool {
    do throws(LMDBError) { return try cursor.previous() } catch { throw ScanFailure(error) }
  }

  /// Goes to the first key at or after this one.
  mutating func seek(_ key: UnsafeRawBufferPointer) throws(ScanFailure) -> Bool {
    do throws(LMDBError) { return try cursor.seek(key) } catch { throw ScanFailure(error) }
  }

  /// Goes to this very key.
  mutating func find(_ key: UnsafeRawBufferPointer) throws(ScanFailure) -> Bool {
    do throws(LMDBError) { return try cursor.find(key) } catch { throw ScanFailure(error) }
  }
}
