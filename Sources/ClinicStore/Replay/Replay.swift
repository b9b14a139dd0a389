public import Clinic
import EventLog
import LMDB
import Records

/// Tables as the log alone makes them, from its first event to a position: nothing stored is asked
/// but the log.
///
/// Held in memory, some 300 bytes a row.
public struct Replay {
  /// The position of the last event that was folded; 0 for none.
  public let position: UInt64
  /// The tables asked for, in the order of their numbers.
  public let tables: [ReplayedTable]

  /// One of the tables asked for; nil for another.
  public subscript(_ table: TableType) -> ReplayedTable? {
    tables.first { $0.type == table }
  }

  /// How many rows there are in all.
  public var rowCount: Int { tables.reduce(0) { $0 + $1.count } }
}

extension ClinicStore {
  /// Replays the log into tables.
  ///
  /// - Parameters:
  ///   - tables: those that are wanted; fewer are quicker.
  ///   - last: the position to stop after; nil is the log's end.
  ///   - progress: told of events done and to do; what it throws ends the replay.
  /// - Throws: ``StoreError`` where an event is damaged or gone; what `progress` throws.
  public func replay(
    _ tables: [TableType] = TableType.all, through last: UInt64? = nil,
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> Replay {
    try withoutActuallyEscaping(progress) { progress in
      try working {
        let transaction = try environment.beginRead()
        let view = transaction.view
        let end = try min(last ?? .max, log.head(in: view).position)
        var progress = ReplayProgress(of: Int(clamping: end), progress)
        return try replay(tables, through: end, in: view, &progress)
      }
    }
  }

  /// Replays the log in the transaction of `view`, through a position that there is.
  func replay(
    _ tables: [TableType], through last: UInt64, in view: TransactionView,
    _ progress: inout ReplayProgress
  ) throws -> Replay {
    var told = progress
    defer { progress = told }
    let replayed = try fold(tables, of: .all, through: last, in: view) { try told.advance() }
    return Replay(position: last, tables: replayed)
  }

  /// The same with a thread more, that folds half of the streams in a transaction of its own: what
  /// is replayed must be committed.
  func replayInHalves(
    _ tables: [TableType], through last: UInt64, in view: TransactionView,
    _ progress: inout ReplayProgress
  ) throws -> Replay {
    guard last >= Self.fewestInHalves else {
      return try replay(tables, through: last, in: view, &progress)
    }
    let begun = progress
    let isStopped = Flag()
    let other = SideWork {
      Result {
        let transaction = try self.environment.beginRead()
        return try self.fold(tables, of: .half(.second), through: last, in: transaction.view) {
          if isStopped.isRaised { throw CancellationError() }
        }
      }
    }
    do {
      var told = progress
      defer { progress = told }
      let own = try fold(tables, of: .half(.first), through: last, in: view) {
        try told.advance()
      }
      let replayed = try zip(own, other.result().get()).map { ReplayedTable($0, $1) }
      return Replay(position: last, tables: replayed)
    } catch {
      isStopped.raise()
      if error is ReplayProgress.Stop { throw error }
      // Either half may have met a fault, and not the log's first: that is for one fold to say.
      progress = begun
      return try replay(tables, through: last, in: view, &progress)
    }
  }

  /// Fewer events are not worth a thread.
  private static let fewestInHalves: UInt64 = 2_000

  /// Folds the streams of a share.
  ///
  /// - Parameter step: called after each event; what it throws ends the work.
  private func fold(
    _ tables: [TableType], of share: StreamShare, through last: UInt64, in view: TransactionView,
    step: () throws -> Void
  ) throws -> [ReplayedTable] {
    let entries = try view.statistics(log.log).entries
    var fold = Fold(tables, of: share, events: min(Int(clamping: last), entries))
    try take(through: last, into: &fold, in: view, step: step)
    return try finish(fold, in: view).rest()
  }

  /// Folds the log's events from its first.
  ///
  /// - Parameter step: called after each; what it throws ends the work.
  func take(
    through last: UInt64, into fold: inout Fold, in view: TransactionView,
    step: () throws -> Void = {}
  ) throws {
    guard last > 0 else { return }
    var failure: (any Error)?
    try log.forEach(through: last, in: view) { event throws(LogError) in
      do {
        try fold.take(event)
        try step()
        return .next
      } catch {
        failure = error is RecordError ? Self.unreadable(event.position) : error
        return .stop
      }
    }
    if let failure { throw failure }
  }

  /// Folds an event that was just appended, from the value that the log keeps.
  func take(_ value: [UInt8], at position: UInt64, into fold: inout Fold) throws {
    let event = try EventView(checking: value.span.bytes, at: position)
    do throws(RecordError) { try fold.take(event) } catch { throw Self.unreadable(position) }
  }

  /// The tables of a fold; events of amended streams are read once more.
  func finish(
    _ fold: consuming Fold, in view: TransactionView
  ) throws -> WorkAhead<ReplayedTable> {
    try fold.finish { position, take in
      try log.withEvent(at: position, in: view, orElse: Self.unreadable(position), take)
    }
  }

  /// An event whose data is not a record of its type.
  private static func unreadable(_ position: UInt64) -> StoreError {
    StoreError(
      .damaged, "@\(position) is damaged: its data does not read by its schema",
      hint: "stipple verify", note: "nothing was changed")
  }
}

extension EventLog {
  /// Reads the event at a position in place, with a body that may throw anything.
  func withEvent(
    at position: UInt64, in view: TransactionView, orElse gone: @autoclosure () -> any Error,
    _ body: (borrowing EventView) throws -> Void
  ) throws {
    var failure: (any Error)?
    let found: Void? = try withEvent(at: position, in: view) { event throws(LogError) in
      do { try body(event) } catch { failure = error }
    }
    if let failure { throw failure }
    if found == nil { throw gone() }
  }
}
