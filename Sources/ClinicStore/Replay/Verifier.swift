import Clinic
import EventLog
import LMDB
import Records

/// Goes through all that a store holds, and goes on after what it finds.
///
/// One walk over the log checks its records and folds them; everything else is then held against
/// what the log said. Streams with an event that cannot be read have no replay, and are left out of
/// the comparison rather than told of once for each row.
final class Verifier {
  /// The most findings of one check that are kept.
  static let kept = 1_000

  let store: ClinicStore
  private(set) var result = Verification()
  var progress: ReplayProgress

  var fold: Fold
  /// The tree that the records make.
  var tree: TreeReplay
  /// What was kept outside, and is to be found again.
  let known: [KnownRoot]
  /// Tiles that read as they were written and are not of these records.
  var changedTiles: [Tile] = []
  /// Tiles that do not read as they were written, or are gone.
  var unreadableTiles: [Tile] = []
  var head: Head?
  /// By position, from 1 at index 0: the event's version in its stream; 0 where it cannot be read.
  var versions: [UInt32] = []
  /// By position: whether the event has an id of the caller's.
  var isIdentified: [Bool] = []
  /// Streams of which an event cannot be read, by their number in the fold.
  var broken: Set<Int> = []

  init(_ store: ClinicStore, against known: [KnownRoot], _ progress: ReplayProgress) {
    self.store = store
    self.known = known
    tree = TreeReplay(rootsAt: known.map(\.size))
    self.progress = progress
    fold = Fold(TableType.all, events: progress.total)
  }

  /// Makes every check.
  func run(in view: TransactionView) throws -> Verification {
    try checkLog(in: view)
    try checkTree(in: view)
    try checkKeys(in: view)
    if !known.isEmpty { try checkKnownRoots() }
    try checkStreams(in: view)
    try checkEventIDs(in: view)
    result.tables = fold.tables.count
    let replayed = try fold.finish { position, take in
      try store.log.withEvent(
        at: position, in: view, orElse: LogError.damaged(position: position, what: "it is gone"),
        take)
    }.rest()
    try checkRows(replayed, in: view)
    try checkIndexes(replayed, in: view)
    try checkFolds(in: view)
    return result
  }

  /// Begins a check; LMDB's own damage ends that check alone.
  func check(_ name: String, isOfLog: Bool = false, _ body: () throws -> Void) throws {
    result.checks.append(Verification.Check(name: name, isOfLog: isOfLog))
    do {
      try body()
    } catch let error as LMDBError where error.isDamage {
      find(name, nil, "the file's pages cannot be walked on: \(error.code.name)")
    } catch LogError.storage(let error) where error.isDamage {
      find(name, nil, "the file's pages cannot be walked on: \(error.code.name)")
    }
  }

  /// Counts more things looked at by the check begun last, as work done.
  func look(_ more: Int = 1) throws {
    count(more)
    try progress.advance(by: more)
  }

  /// Counts one more thing looked at, in memory.
  func count(_ more: Int = 1) { result.checks[result.checks.count - 1].looked += more }

  /// Counts one that was left out.
  func leaveOut() { result.checks[result.checks.count - 1].leftOut += 1 }

  /// Notes what is amiss.
  func find(_ place: String, _ position: UInt64?, _ message: String) {
    result.checks[result.checks.count - 1].found += 1
    let check = result.checks[result.checks.count - 1]
    guard check.found <= Self.kept else { return }
    result.findings.append(
      Verification.Finding(
        check: check.name, place: place, position: position, message: message))
  }

  func setEvents(_ count: UInt64) { result.events = count }

  /// Whether the event at a position could be read.
  func isWhole(_ position: UInt64) -> Bool {
    position > 0 && position <= UInt64(versions.count) && versions[Int(position) - 1] != 0
  }
}

extension LMDBError {
  /// Whether it tells of damage to the file; errors of the system are positive numbers.
  fileprivate var isDamage: Bool { code.rawValue < 0 }
}

extension ClinicStore {
  /// Checks everything that the store holds: every record of the log, its hashes and its indexes, and
  /// every table and index against a replay of the log.
  ///
  /// It sees one moment of the store and holds that transaction until it is done.
  /// - Parameters:
  ///   - known: roots that were kept outside, which the log's first events must still lead to.
  ///   - progress: told of records, rows and entries done and to do; what it throws ends it.
  /// - Throws: ``StoreError`` where the system fails; what `progress` throws. Damage is no error: it is
  ///   what the result tells.
  public func verify(
    against known: [KnownRoot] = [],
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> Verification {
    try withoutActuallyEscaping(progress) { progress in
      try working {
        let transaction = try environment.beginRead()
        let view = transaction.view
        let total = try [log.log, log.stream, log.eventID, row, index]
          .reduce(0) { try $0 + view.statistics($1).entries }
        return try Verifier(self, against: known, ReplayProgress(of: total, progress))
          .run(in: view)
      }
    }
  }
}
