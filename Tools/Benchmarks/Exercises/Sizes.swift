import ClinicStore
import EventLog
import LMDB

/// What an event takes on the disk.
final class Sizes: Exercise {
  static let name = "size"
  private let stand: Stand

  init(_ stand: Stand) throws { self.stand = stand }

  var figures: [Figure] {
    let store = stand.store
    let log = [store.log.log, store.log.stream, store.log.eventID, store.log.tile]
    return [
      Figure(
        "size-log", "bytes in the log, an event", unit: .bytes,
        goals: [.ratio("payload and envelope", atMost: 1.2)],
        sides: [
          .ours { try self.bytes([store.log.log]) },
          Figure.Side("payload and envelope") { try self.records() },
        ]),
      Figure(
        "size-indexed", "the same with streams, event ids and tree", unit: .bytes,
        sides: [
          .ours { try self.bytes(log) }, .init("payload and envelope") { try self.records() },
        ]),
      Figure(
        "size-file", "bytes of the store's file, an event", unit: .bytes,
        sides: [
          .ours { try Double(store.environment.info().usedBytes) / Double(self.count()) },
          Figure.Side("SQLite, 5 of the 26 tables") {
            Double(fileSize(self.stand.sqlite.path)) / Double(self.stand.events)
          },
        ]),
    ]
  }

  private func count() throws -> UInt64 { try stand.store.head().position }

  private func bytes(_ tables: [Table]) throws -> Double {
    let total = try stand.store.environment.read { (txn) throws(LMDBError) -> Int in
      var total = 0
      for table in tables { total += try txn.view.statistics(table).bytes }
      return total
    }
    return try Double(total) / Double(count())
  }

  /// The bytes of a record, payload and envelope, without its checksum.
  private func records() throws -> Double {
    var total = 0
    try stand.store.environment.read { (txn) throws(LogError) in
      try stand.store.log.forEach(in: txn.view) { event throws(LogError) in
        total += event.record.byteCount
        return .next
      }
    }
    return try Double(total) / Double(count())
  }
}
