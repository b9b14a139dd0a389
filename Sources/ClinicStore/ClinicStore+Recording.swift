import Clinic
import EventLog
import Glibc
import LMDB
public import Records

extension ClinicStore {
  /// Records entries in one transaction: all of them, durable when this returns, or none.
  ///
  /// - Parameter confirmClock: takes them although this machine's clock is more than 5 minutes behind
  ///   the log's.
  /// - Throws: ``StoreError`` with every refusal of the first entry that is refused.
  @discardableResult
  public func record(
    _ entries: [Entry], confirmClock: Bool = false
  ) throws(StoreError) -> [Receipt] {
    do throws(StoreError) {
      return try write(label: "record", confirmClock: confirmClock) { scribe, txn in
        var receipts: [Receipt] = []
        for entry in entries { receipts.append(try scribe.record(entry, in: &txn)) }
        return receipts
      }
    } catch {
      throw error.note == nil ? error.noting("nothing was written") : error
    }
  }

  /// Runs `body` in one write transaction, and keeps the log's end and the row counts with it.
  ///
  /// - Parameters:
  ///   - room: how many bytes it may come to write, as far as is known; see `Environment.write`.
  ///   - keep: false to undo everything at the end, for a dry run.
  func write<Result>(
    label: String, room: Int = 0, keep: Bool = true, confirmClock: Bool = false,
    _ body: (inout Scribe, inout WriteTransaction) throws -> Result
  ) throws(StoreError) -> Result {
    var undone: Result?
    do throws(StoreError) {
      return try environment.write(label: label, room: room) {
        (txn: inout WriteTransaction) throws(StoreError) -> Result in
        do {
          // Read once the lock is held, so that of two processes the later writes the later time.
          let clock = zone.local(.now)
          var scribe = Scribe(self, clock: clock, confirmsClock: confirmClock)
          let result = try body(&scribe, &txn)
          try scribe.finish(in: &txn)
          if !keep {
            undone = result
            throw StoreError(.refused, "a dry run")
          }
          return result
        } catch {
          throw StoreError(cause: error)
        }
      }
    } catch {
      if let undone { return undone }
      throw error
    }
  }

  func keepCounts(_ growth: [UInt8: Int64], in txn: inout WriteTransaction) throws {
    guard !growth.isEmpty else { return }
    var counts = try self.counts(in: txn.view)
    counts.add(growth)
    try txn.put(meta, RowCounts.key, counts.bytes)
  }

  /// When something happened, as a person wrote it.
  public func occurredAt(_ text: String) throws(StoreError) -> OccurredAt {
    guard let occurred = OccurredAt(text, zone: zone, now: .now) else {
      throw StoreError(
        .badInput, "that is no time that can be read; nothing was recorded",
        hint: "now, 10:05, 2h-ago, 2026-03-01 or 2026-03-01T10:05")
    }
    return occurred
  }
}

extension Instant {
  /// The system's clock (`clock_gettime`, `CLOCK_REALTIME`), in whole microseconds.
  public static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
  }
}
