import EventLog
import LMDB
import Records

extension Verifier {
  /// Takes a record's leaf hash, nil where it cannot be read, and holds the tiles that it fills
  /// against those kept.
  func growTree(by leaf: Hash?, in view: TransactionView) throws {
    for filled in tree.take(leaf) { try compare(filled, in: view) }
  }

  /// Every tile and the edge of the tree, against what the records make.
  ///
  /// A tile that does not read can be made anew from the log. One that reads as it was written and
  /// has other hashes than the records says that a record is not what was recorded.
  func checkTree(in view: TransactionView) throws {
    try check("tree", isOfLog: true) {
      count(Int(clamping: tree.edge.size))
      guard !tree.isBroken else { return leaveOut() }
      for tile in changedTiles {
        let first = tile.index << UInt64((tile.level + 1) * Tile.height) + 1
        find(tile.path(), first, "it is of other records than the log's")
      }
      if let kept = try keptEdge(in: view), kept != tree.edge { tellOfEdge(kept) }
    }
    try check("tree tiles") {
      for filled in tree.partial { try compare(filled, in: view) }
      count(try view.statistics(store.log.tile).entries)
      for tile in unreadableTiles { find(tile.path(), nil, "it is not as written") }
      guard !tree.isBroken else { return leaveOut() }
      if try keptEdge(in: view) == nil { find("head", nil, "the tree's edge is not as written") }
      let extra = try view.statistics(store.log.tile).entries - tree.count
      if unreadableTiles.isEmpty, extra != 0 {
        find("tile", nil, "there are \(extra.magnitude) tiles too \(extra > 0 ? "many" : "few")")
      }
    }
  }

  /// The checkpoint keys that the log names: each must have been signed by the one before.
  func checkKeys(in view: TransactionView) throws {
    try check("checkpoint keys", isOfLog: true) {
      do {
        count(try store.checkpointKeys(in: view).entries.count)
      } catch let error as StoreError where error.kind == .damaged {
        find("keys", nil, error.message)
      } catch LogError.damaged {
        // Told of already, by the checks of the records and the streams.
        leaveOut()
      } catch is RecordError {
        leaveOut()
      }
    }
  }

  /// The roots that were kept outside, each against the one that the records lead to.
  func checkKnownRoots() throws {
    try check("checkpoints kept outside", isOfLog: true) {
      for known in known {
        count()
        let place = "@\(known.size)"
        guard known.size <= result.events else {
          find(
            place, nil,
            "the log ends before it, at @\(result.events): events were cut off, or an older copy "
              + "was put back")
          continue
        }
        guard let root = tree.roots[known.size] else {
          find(place, nil, "the events up to it cannot all be read")
          continue
        }
        if root != known.root {
          find(
            place, nil,
            "the events up to it are not those that it was made of: one was changed, removed, added "
              + "or moved")
        }
      }
    }
  }

  /// The edge as kept; nil where it does not read.
  private func keptEdge(in view: TransactionView) throws -> MerkleFrontier? {
    do throws(LogError) {
      return try store.log.frontier(in: view)
    } catch {
      guard case .damaged = error else { throw error }
      return nil
    }
  }

  /// Tells of an edge that is not the records'.
  ///
  /// Of the events that no full tile holds it is all that is kept: it says between which positions
  /// one was changed, and no more.
  private func tellOfEdge(_ kept: MerkleFrontier) {
    let message = "the tree's edge is not that of the log's records"
    guard kept.size == tree.edge.size else { return find("head", nil, message) }
    for leaves in kept.differences(from: tree.edge) {
      let first = leaves.lowerBound + 1
      let last = leaves.upperBound
      find("head", first, "\(message) @\(first)" + (first == last ? "" : "…@\(last)"))
    }
  }

  private func compare(_ filled: TreeReplay.Filled, in view: TransactionView) throws {
    do throws(LogError) {
      let kept = try store.log.keptTile(filled.tile, in: view)
      if kept == filled.hashes { return }
      guard let kept else { return unreadableTiles.append(filled.tile) }
      changedTiles.append(filled.tile)
      if filled.tile.level == 0 { tellOfLeaves(of: filled, not: kept) }
    } catch {
      guard case .damaged = error else { throw error }
      unreadableTiles.append(filled.tile)
    }
  }

  /// Names the events whose leaves a tile has otherwise, among the findings of the records.
  private func tellOfLeaves(of filled: TreeReplay.Filled, not kept: [Hash]) {
    let first = filled.tile.index << UInt64(Tile.height) + 1
    for (offset, leaves) in zip(filled.hashes, kept).enumerated() where leaves.0 != leaves.1 {
      let position = first + UInt64(offset)
      find(
        "@\(position)", position,
        "its leaf hash, in \(filled.tile.path()), is not that of its bytes")
    }
  }
}
