public import LMDB
import Records

extension EventLog {
  /// Adds the event just put at the log's end to the tree, and keeps the tiles that it fills.
  ///
  /// Nothing but the edge in memory changes for 255 events of 256.
  func grow(
    _ end: inout LogEnd, by leaf: Hash, in txn: inout WriteTransaction
  ) throws(LogError) {
    let entries = end.tree.append(leaf)
    end.leaves.append(leaf)
    guard !entries.isEmpty else { return }
    let filled = Tile(level: 0, index: (end.tree.size - 1) / UInt64(Tile.width))
    let before = Tile.width - end.leaves.count
    var leaves: [Hash] = []
    if before > 0 { leaves = try StoredTree(self, txn.view).leaves(0..<before, of: filled) }
    leaves += end.leaves
    end.leaves.removeAll(keepingCapacity: true)
    try put(Tile.bytes(of: leaves), as: filled, in: &txn)
    for entry in entries {
      var hashes: [Hash] = []
      if entry.offset > 0 {
        hashes = try StoredTree(self, txn.view).hashes(0..<entry.offset, of: entry.tile)
      }
      hashes.append(entry.hash)
      try put(Tile.bytes(of: hashes), as: entry.tile, in: &txn)
    }
  }

  private func put(
    _ hashes: [UInt8], as tile: Tile, in txn: inout WriteTransaction
  ) throws(LogError) {
    do throws(LMDBError) {
      try txn.put(self.tile, LogKey.tile(tile), Checksum.sealed(hashes))
    } catch {
      throw LogError(error)
    }
  }

  /// How a tree was made anew.
  public struct Regrown: Hashable, Sendable {
    /// How many events it is over.
    public let size: UInt64
    /// How many of them the tree had before.
    public let before: UInt64
  }

  /// Makes the tree anew from the log's records: its tiles and its edge.
  ///
  /// Throws `damaged` where a record is not as written, and where the edge that was kept does not
  /// follow from the records: they are then not those that the tree was grown from, and a new tree
  /// would hide it. Drop the transaction after a throw.
  public func regrowTree(in txn: inout WriteTransaction) throws(LogError) -> Regrown {
    // An edge that cannot be read says nothing of the records.
    let kept = try? frontier(in: txn.view)
    do throws(LMDBError) { try txn.clear(tile) } catch { throw LogError(error) }
    var end = LogEnd(record: try headRecord(in: txn.view), tree: MerkleFrontier())
    let size = end.record.position
    while end.tree.size < size {
      let position = end.tree.size + 1
      let leaf = try withEvent(at: position, in: txn.view) { event throws(LogError) in
        event.leafHash
      }
      guard let leaf else { throw .gone(position) }
      try grow(&end, by: leaf, in: &txn)
      if end.tree.size == kept?.size, end.tree != kept {
        throw .damaged(
          position: nil, what: "its events up to @\(position) are not those of its tree")
      }
    }
    if let kept, kept.size > size {
      throw .damaged(position: nil, what: "its tree goes on past its last event")
    }
    try keep(end, in: &txn)
    return Regrown(size: size, before: kept?.size ?? 0)
  }

  /// Whether the tree's edge and tiles are there, read as they were written, and belong together.
  ///
  /// The records are not read again: that belongs to verifying.
  public func isTreeWhole(in view: TransactionView) throws(LogError) -> Bool {
    do throws(LogError) {
      let end = try end(in: view)
      let tree = StoredTree(self, view)
      for level in 0..<8 {
        let count = end.tree.size >> UInt64((level + 1) * Tile.height)
        for index in 0..<count {
          let kept = try tree.kept(Tile(level: level, index: index))
          guard kept?.count == Tile.width else { return false }
        }
      }
      return try tree.root(ofFirst: end.tree.size) == end.root
    } catch {
      guard case .damaged = error else { throw error }
      return false
    }
  }
}
