import Clinic
import EventLog
import Glibc
public import LMDB
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

extension StoreError: LMDBErrorConvertible {
  /// A failure of LMDB or of the system below it.
  public init(_ error: LMDBError) {
    let kind: Kind =
      switch error.code {
      case .locked: .locked
      case .notAStore, .noSuchFile, .missingData, .olderFormat, .newerFormat, .damagedIdentity:
        .noStore
      case .permissionDenied, .readOnly, .symbolicLink, .networkFileSystem: .notAllowed
      // A table that every store has.
      case .notFound: .damaged
      default: error.code.isDamage ? .damaged : .io
      }
    self.init(kind, error.description)
    if error.code == .locked { note = "reading still works" }
    if error.code.isDamage { hint = "stipple verify" }
    if error.leavesDoubt {
      leavesDoubt = true
      hint = "stipple log --reverse -n 3 shows whether it is there"
      note = "what is shown there is recorded: do not enter it again"
    }
    switch error.code {
    case .notAStore, .noSuchFile: hint = "stipple init PATH makes one; --store PATH names another"
    case .noSpace: hint = hint ?? "make room on the disk; reading goes on meanwhile"
    case .fileTooBig: hint = hint ?? "raise the limit of a file's size (ulimit -f)"
    case .folderNotEmpty:
      hint =
        "another path; or, where nothing has been but an init that was cut off, remove that folder "
        + "and run it again"
    case .olderFormat:
      hint =
        "the version that made it writes it out: stipple export --format log -o FILE; this one "
        + "makes a store of that: stipple --store NEW import FILE --as-recorded"
    default: break
    }
    if error.code == .readOnly {
      hint = "if it is a backup: stipple restore SRC DEST makes a store of it"
    }
  }
}
