import EventLog
import Foundation
import LMDB
import Records
import Testing

/// A log in a folder of its own, gone when this is.
final class ScratchLog {
  let path: String
  let environment: Environment
  let log: EventLog

  init() throws {
    path = NSTemporaryDirectory() + "event-log-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    environment = try Environment.open(path, Environment.Options(create: true))
    log = try EventLog(in: environment)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write<Result>(
    _ body: (EventLog, inout WriteTransaction) throws -> Result
  ) throws -> Result {
    var txn = try environment.beginWrite(label: "test")
    let result = try body(log, &txn)
    try txn.commit()
    return result
  }

  /// A write transaction with something done in it, to be looked at and dropped.
  func begin(
    _ body: (EventLog, inout WriteTransaction) throws -> Void
  ) throws -> WriteTransaction {
    var txn = try environment.beginWrite(label: "test")
    try body(log, &txn)
    return txn
  }

  func read<Result>(_ body: (EventLog, TransactionView) throws -> Result) throws -> Result {
    let txn = try environment.beginRead()
    return try body(log, txn.view)
  }

  @discardableResult
  func append(_ draft: Draft, clock: Instant = noon) throws -> Appended {
    try append([draft], clock: clock)[0]
  }

  @discardableResult
  func append(_ drafts: [Draft], clock: Instant = noon) throws -> [Appended] {
    try write { log, txn throws in try log.append(drafts, to: &txn, clock: .utc(clock)) }
  }

  /// Appends, and then commits or drops the transaction; the log's refusals are results.
  func attempt(
    _ drafts: [Draft], clock: Instant, isAborted: Bool
  ) -> Result<[Appended], LogError> {
    Result { () throws(LogError) in
      do throws(LMDBError) {
        var txn = try environment.beginWrite(label: "test")
        let answers: [Appended]
        do throws(LogError) {
          answers = try log.append(drafts, to: &txn, clock: .utc(clock))
        } catch {
          return .failure(error)
        }
        if !isAborted { try txn.commit() }
        return .success(answers)
      } catch {
        return .failure(LogError(error))
      }
    }.flatMap(\.self)
  }

  func take(_ event: StoredEvent) throws {
    try write { log, txn throws in try log.appendAsRecorded(event, to: &txn) }
  }

  func events() throws -> [StoredEvent] { try read { _, view throws in try everything(in: view) } }

  func everything(in view: TransactionView) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    try log.forEach(in: view) { event throws(LogError) in
      events.append(event.stored)
      return .next
    }
    return events
  }

  func leafHashes() throws -> [Hash] {
    var hashes: [Hash] = []
    try read { log, view throws in
      try log.forEach(in: view) { event throws(LogError) in
        hashes.append(event.leafHash)
        return .next
      }
    }
    return hashes
  }

  /// Every entry of the log's own table, byte for byte.
  func rawEntries() throws -> [[UInt8]] {
    try read { log, view throws in
      var entries: [[UInt8]] = []
      var cursor = try view.cursor(log.log)
      while try cursor.next() { entries.append(cursor.key.array + cursor.value.array) }
      return entries
    }
  }

  func rawValue(at position: UInt64) throws -> [UInt8] {
    try read { log, view throws in try #require(try view.get(log.log, positionKey(position))?.array)
    }
  }
}

/// The key of a position in the log's own table.
func positionKey(_ position: UInt64) -> Key {
  var key = Key()
  key.append(position)
  return key
}

extension RawSpan {
  var array: [UInt8] { withUnsafeBytes { Array($0) } }
}
