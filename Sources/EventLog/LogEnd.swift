public import LMDB
import Records

/// Where a log ends while one transaction appends to it: its head, and the right edge of its tree.
///
/// Read once, carried from event to event, and kept once with ``EventLog/keep(_:in:)``: a transaction
/// that has appended must keep its end, or be dropped.
public struct LogEnd: Sendable {
  var record: HeadRecord
  var tree: MerkleFrontier
  /// The versions of streams that were asked for, as the transaction has left them.
  var versions: [StreamID: UInt64] = [:]
  /// The last of the leaves that are in no tile yet: those that the transaction has appended, and
  /// those before that it was given.
  var leaves: [Hash] = []
  /// What the records of those events are written with.
  var writer = EnvelopeRecord.writer

  /// Where the log ends so far.
  public var head: Head { record.head }
  /// The root of the tree over all events so far (RFC 6962 §2.1).
  public var root: Hash { tree.root }
  /// The leaves in no tile yet, for the transaction that goes on from here.
  public var openLeaves: OpenLeaves { OpenLeaves(tree: tree, leaves: leaves) }
}

/// The last leaves of a log, kept in memory so that the transaction that fills their tile need not
/// read the records again for their hashes.
public struct OpenLeaves: Sendable {
  let tree: MerkleFrontier
  let leaves: [Hash]
}

extension EventLog {
  /// Where the log ends.
  ///
  /// Throws `damaged` if the tree does not end where the log does.
  ///
  /// - Parameter earlier: what a transaction before left; of no account if the log was written to
  ///   since, or if that one was dropped.
  public func end(
    in view: TransactionView, after earlier: OpenLeaves? = nil
  ) throws(LogError) -> LogEnd {
    var end = LogEnd(record: try headRecord(in: view), tree: try frontier(in: view))
    // Two trees of one edge have the same leaves.
    if let earlier, earlier.tree == end.tree { end.leaves = earlier.leaves }
    guard end.tree.size == end.record.position else {
      throw .damaged(
        position: nil,
        what: "its tree ends at @\(end.tree.size), its events at @\(end.record.position)")
    }
    return end
  }

  /// The version of a stream as the transaction has left it: read once, and carried on from there.
  public func version(
    of stream: StreamID, after end: inout LogEnd, in view: TransactionView
  ) throws(LogError) -> UInt64 {
    if let known = end.versions[stream] { return known }
    let version = try version(of: stream, in: view)
    end.versions[stream] = version
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
