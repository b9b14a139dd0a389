public import Clinic
import EventLog
import LMDB
import Records

/// A rebuild that was made.
public struct Rebuilt: Sendable, Hashable {
  /// One table.
  public struct Made: Sendable, Hashable {
    /// The table.
    public let table: TableType
    /// How many rows it has now.
    public let rows: Int
    /// How many index entries they have.
    public let entries: Int
  }

  /// How many events were folded.
  public let events: UInt64
  /// Every table, in the order of the numbers.
  public let tables: [Made]
}

/// What a rebuild would change in one table.
public struct TableChange: Sendable, Hashable {
  /// The table.
  public let table: TableType
  /// How many rows it would have.
  public internal(set) var rows = 0
  /// Rows that are missing now.
  public internal(set) var added = 0
  /// Rows whose record is another, or damaged, now.
  public internal(set) var changed = 0
  /// Rows that the log does not make.
  public internal(set) var removed = 0
  /// Index entries that are missing now.
  public internal(set) var entriesAdded = 0
  /// Index entries that lead nowhere.
  public internal(set) var entriesRemoved = 0

  /// Whether anything would change.
  public var isNothing: Bool {
    added + changed + removed + entriesAdded + entriesRemoved == 0
  }
}

extension ClinicStore {
  /// Makes every table and index anew from the log, in one transaction: all of them, or nothing.
  ///
  /// The log is folded and sorted in memory first; what is recorded meanwhile is folded once the
  /// write lock is held, so that nothing is lost. Reading goes on as before until it is done.
  /// - Parameter progress: told of events, rows and entries done and to do, the latter as far as it
  ///   can be known; what it throws ends the work with nothing changed.
  /// - Throws: ``StoreError`` where an event is damaged, the disk has no room, the store is locked;
  ///   what `progress` throws. The tables are then as they were.
  @discardableResult
  public func rebuild(
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> Rebuilt {
    guard let rebuilt = try rebuild(room: folder.freeBytes, progress: progress) else {
      preconditionFailure("a rebuild that was asked for was not made")
    }
    return rebuilt
  }

  /// What ``rebuild(progress:)`` would change, table by table; nothing is written.
  public func changesOfRebuild(
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> [TableChange] {
    try withoutActuallyEscaping(progress) { progress in
      try working {
        let transaction = try environment.beginRead()
        let view = transaction.view
        let end = try log.head(in: view).position
        var progress = ReplayProgress(of: try work(in: view), progress)
        let replay = try replayInHalves(TableType.all, through: end, in: view, &progress)
        return try replay.tables.map { try changes(in: $0, view, &progress) }
      }
    }
  }

  /// The same, with the room on the disk given: nil where it is not known.
  ///
  /// - Parameter isForOtherFolds: whether it is made only if other folds made the tables; nil is
  ///   returned where another process has done it by the time the lock is held.
  func rebuild(
    room: UInt64?, isForOtherFolds: Bool = false, timeout: Duration = .seconds(10),
    progress: (_ done: Int, _ of: Int) throws -> Void
  ) throws -> Rebuilt? {
    try withoutActuallyEscaping(progress) { progress -> Rebuilt? in
      try working { () throws -> Rebuilt? in
        var (replay, told) = try replayToRebuild(progress)
        try checkRoom(room, for: replay)
        let begun = told
        var stopped: ReplayProgress.Stop?
        var isAtCommit = false
        // The tables that stand and those that are made are both there until the commit.
        let used = try environment.info().usedBytes
        do throws(StoreError) {
          return try environment.write(label: "rebuild", timeout: timeout, room: used) {
            (txn: inout WriteTransaction) throws(StoreError) -> Rebuilt? in
            do {
              if isForOtherFolds, try foldState(in: txn.view) == .current { return nil }
              // The body runs again where the map has to grow.
              told = begun
              let end = try log.head(in: txn.view).position
              if end != replay.position {
                replay = try self.replay(TableType.all, through: end, in: txn.view, &told)
              }
              isAtCommit = false
              try regrowDamagedTree(in: &txn)
              var tables = replay.tables.makeIterator()
              let made = try write({ tables.next() }, to: &txn, &told)
              isAtCommit = true
              return Rebuilt(events: replay.position, tables: made)
            } catch let stop as ReplayProgress.Stop {
              stopped = stop
              throw StoreError.interrupted
            } catch {
              throw StoreError(cause: error)
            }
          }
        } catch {
          if let stopped { throw stopped }
          if isAtCommit {
            throw error.noting(
              "the tables are as they were or all made anew, never between: stipple verify")
          }
          throw error.note == nil ? error.noting("the tables are as they were") : error
        }
      }
    }
  }

  /// Replays the log as it is now, in a transaction that ends before the write lock is waited for.
  private func replayToRebuild(
    _ progress: @escaping (Int, Int) throws -> Void
  ) throws -> (Replay, ReplayProgress) {
    let transaction = try environment.beginRead()
    let view = transaction.view
    let end = try log.head(in: view).position
    var told = ReplayProgress(of: try work(in: view), progress)
    return (try replayInHalves(TableType.all, through: end, in: view, &told), told)
  }

  /// Events, rows and index entries, as many as there are now.
  private func work(in view: TransactionView) throws -> Int {
    try view.statistics(log.log).entries + view.statistics(row).entries
      + view.statistics(index).entries
  }

  /// The file grows by the tables' size before their old pages are free: three times that is asked
  /// for, so that the clinic can go on recording afterwards.
  private func checkRoom(_ room: UInt64?, for replay: Replay) throws {
    let transaction = try environment.beginRead()
    let stored =
      try transaction.view.statistics(row).bytes
      + transaction.view.statistics(index).bytes
    let tables = max(stored, replay.tables.reduce(0) { $0 + $1.byteCount })
    guard let room, room < UInt64(tables) * 3 else { return }
    throw StoreError(
      .io,
      "the disk has \(room >> 20) MB left, and rebuilding asks for \(tables * 3 >> 20) MB",
      hint: "make room on the disk that holds \(path)", note: "the tables are as they were")
  }

  /// Makes every table and index from a fold of all the events of the log as the transaction sees it.
  func makeTables(of fold: consuming Fold, in txn: inout WriteTransaction) throws {
    var told = ReplayProgress { _, _ in }
    var tables = try finish(fold, in: txn.view)
    _ = try write({ tables.take() }, to: &txn, &told)
  }

  /// Writes every table and its index over those that stand.
  ///
  /// - Parameter next: gives the tables one after the other, nil after the last.
  private func write(
    _ next: () -> ReplayedTable?, to txn: inout WriteTransaction, _ progress: inout ReplayProgress
  ) throws -> [Rebuilt.Made] {
    try txn.clear(row)
    try txn.clear(index)
    var rows = TableRows(row: row, index: index)
    var made: [Rebuilt.Made] = []
    while let table = next() {
      try rows.add(table, .append, in: &txn) { try progress.advance() }
      made.append(
        Rebuilt.Made(
          table: table.type, rows: table.count, entries: table.count * table.indexed.count))
    }
    var counts = RowCounts()
    counts.add(rows.growth)
    try txn.put(meta, RowCounts.key, counts.bytes)
    try txn.put(meta, FoldVersions.key, FoldVersions.current.bytes)
    return made
  }

  private func changes(
    in table: ReplayedTable, _ view: TransactionView, _ progress: inout ReplayProgress
  ) throws -> TableChange {
    var change = TableChange(table: table.type)
    change.rows = table.count
    var told = progress
    _ = try table.compareRows(with: row, in: view, step: { try told.advance(by: $0) }) {
      difference in
      switch difference {
      case .missing: change.added += 1
      case .extra, .damaged(_, nil): change.removed += 1
      case .differing, .damaged: change.changed += 1
      }
    }
    var ahead = FieldEntries.ahead(of: table)
    while let entries = ahead.take() {
      _ = try entries.compare(with: index, in: view, step: { try told.advance(by: $0) }) {
        difference in
        switch difference {
        case .missing: change.entriesAdded += 1
        case .stray: change.entriesRemoved += 1
        }
      }
    }
    progress = told
    return change
  }
}
