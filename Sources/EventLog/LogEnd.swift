public import LMDB
import Records

/// Where a log ends while one transaction appends to it: its head, and the right edge of its tree.
///
/// Read once, carried from event to event, and kept once with ``EventLog/keep(_:in:)``: a transaction
/// that has appended must keep its end, or be dropped. The next may go on from it.
public struct LogEnd: Sendable {
  var record: HeadRecord
  var tree: MerkleFrontier
  /// The versions of streams that were asked for, as the transaction has left them.
  var versions = StreamVersions()
  /// The last of the leaves that are in no tile yet: those that were appended since the end was first
  /// read.
  var leaves: [Hash] = []
  /// What the records of those events are written with.
  var writer = EnvelopeRecord.writer
  /// What the log keeps of the last of them, in memory that the next is written to.
  var value: [UInt8] = []
  /// Whether it goes on from the end of an earlier transaction: nothing was written since.
  public internal(set) var isContinued = false

  /// Where the log ends so far.
  public var head: Head { record.head }
  /// The root of the tree over all events so far (RFC 6962 §2.1).
  public var root: Hash { tree.root }

  /// More streams than this are not remembered for another transaction.
  private static let rememberedStreams = 4_096

  /// The end for the transaction that goes on from here, which then need not read what is in memory:
  /// the leaves of the tile that is not full, the versions of streams.
  public consuming func forNext() -> LogEnd {
    if versions.count > Self.rememberedStreams { versions.forget() }
    return self
  }
}

extension EventLog {
  /// Where the log ends.
  ///
  /// Throws `damaged` if the tree does not end where the log does.
  ///
  /// - Parameter earlier: what a transaction before left; of no account if the log was written to
  ///   since, or if that one was dropped.
  public func end(
    in view: TransactionView, after earlier: consuming LogEnd? = nil
  ) throws(LogError) -> LogEnd {
    let record = try headRecord(in: view)
    let tree = try frontier(in: view)
    guard tree.size == record.position else {
      throw .damaged(
        position: nil, what: "its tree ends at @\(tree.size), its events at @\(record.position)")
    }
    // Two trees of one edge are over the same events.
    guard var end = earlier, end.tree == tree else { return LogEnd(record: record, tree: tree) }
    end.record = record
    end.isContinued = true
    return end
  }

  /// The version of a stream as the transaction has left it: read once, and carried on from there.
  public func version(
    of stream: StreamID, after end: inout LogEnd, in view: TransactionView
  ) throws(LogError) -> UInt64 {
    if let known = end.versions.version(of: stream) { return known }
    let version = try version(of: stream, in: view)
    end.versions.keep(version, of: stream)
    return version
  }

  /// Keeps where the log ends now that the transaction has appended to it.
  public func keep(_ end: LogEnd, in txn: inout WriteTransaction) throws(LogError) {
    do throws(LMDBError) {
      try txn.put(meta, LogKey.head, end.record.sealed)
      try txn.put(meta, LogKey.tree, end.tree.sealed)
    } catch {
      throw LogError(error)
    }
  }

  /// The tree's right edge as kept; that of an empty tree where none is kept.
  public func frontier(in view: TransactionView) throws(LogError) -> MerkleFrontier {
    guard let bytes = try view.value(meta, LogKey.tree) else { return MerkleFrontier() }
    guard let frontier = MerkleFrontier(sealed: bytes) else {
      throw .damaged(position: nil, what: "its tree's edge is not as written")
    }
    return frontier
  }
}
