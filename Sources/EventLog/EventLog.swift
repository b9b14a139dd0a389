public import LMDB

/// An append-only log of events in streams, within an LMDB environment.
///
/// Every event has a position in the log and a version in its stream, both from 1 and gapless, since
/// one writer at a time takes the next of each in its own transaction. An event once committed is
/// never changed. Every read checks that what it returns is as it was written.
///
/// A value without state: writing takes the caller's transaction, so that what follows from an event
/// commits with it; reading takes a view of either kind of transaction.
public struct EventLog: Sendable {
  /// Events by position; see ``LogKey`` for the keys of all tables.
  public let log: Table
  /// Positions by stream and version, and each stream's id as first written.
  public let stream: Table
  /// Positions by the caller's own ids.
  public let eventID: Table
  /// The log's Merkle tree, in tiles; see ``StoredTree``.
  public let tile: Table
  /// The log's head, tree's edge and counters; its keys there all begin with `log.`, the others are free.
  public let meta: Table

  /// Opens the log's tables.
  ///
  /// - Parameter create: whether they are made where there are none; false for a log that must be
  ///   there, since an empty table made in the place of one that is lost would look like an answer.
  public init(in environment: Environment, create: Bool = true) throws(LogError) {
    let create = create && !environment.isReadOnly
    do throws(LMDBError) {
      log = try environment.table("log", create: create)
      stream = try environment.table("stream", create: create)
      eventID = try environment.table("event_id", create: create)
      tile = try environment.table("tile", create: create)
      meta = try environment.table("meta", create: create)
    } catch {
      throw LogError(error)
    }
  }
}

extension EventLog {
  /// The head as kept, which is where the log's own entries must end.
  func headRecord(in view: TransactionView) throws(LogError) -> HeadRecord {
    if let bytes = try view.value(meta, LogKey.head) {
      guard let head = HeadRecord(sealed: bytes) else {
        throw .damaged(position: nil, what: "its head is not as written")
      }
      return head
    }
    guard try view.isEmpty(log) else { throw .damaged(position: nil, what: "its head is gone") }
    return HeadRecord()
  }

  /// The number at a key; nil if the key is not there.
  func number(at key: Key, of table: Table, in view: TransactionView) throws(LogError) -> UInt64? {
    guard let value = try view.value(table, key) else { return nil }
    guard value.byteCount == 8, let number = LogKey.number(in: value) else {
      throw .damaged(position: nil, what: "an entry of \(table.name) is not as written")
    }
    return number
  }
}

// LMDB's calls with the log's errors.

extension TransactionView {
  @_lifetime(copy self)
  func value(_ table: Table, _ key: Key) throws(LogError) -> RawSpan? {
    do throws(LMDBError) { return try get(table, key) } catch { throw LogError(error) }
  }

  func isEmpty(_ table: Table) throws(LogError) -> Bool {
    do throws(LMDBError) { return try statistics(table).entries == 0 } catch {
      throw LogError(error)
    }
  }

  @_lifetime(copy self)
  func scan(_ table: Table) throws(LogError) -> Cursor {
    do throws(LMDBError) { return try cursor(table) } catch { throw LogError(error) }
  }
}

extension Cursor {
  @_lifetime(self: copy self)
  mutating func go(to key: Key) throws(LogError) -> Bool {
    do throws(LMDBError) { return try seek(key) } catch { throw LogError(error) }
  }

  @_lifetime(self: copy self)
  mutating func go(_ order: Order) throws(LogError) -> Bool {
    do throws(LMDBError) {
      return try order == .forward ? next() : previous()
    } catch { throw LogError(error) }
  }

  @_lifetime(self: copy self)
  mutating func go(_ order: Order, within prefix: Key) throws(LogError) -> Bool {
    do throws(LMDBError) {
      return try order == .forward ? next(prefix: prefix) : previous(prefix: prefix)
    } catch { throw LogError(error) }
  }
}
