import EventLog
import LMDB

extension ClinicStore {
  /// Grows the tree of a store whose events were recorded before stores kept one.
  ///
  /// Only where no part of a tree is there: a tree that is damaged is for `verify` to tell of.
  func growMissingTree(timeout: Duration) throws {
    let isMissing = try reading { view in
      guard try view.statistics(log.tile).entries == 0,
        let edge = try? log.frontier(in: view), let head = try? log.head(in: view)
      else { return false }
      return edge.size == 0 && head.position > 0
    }
    guard isMissing else { return }
    try environment.write(label: "tree", timeout: timeout) {
      (txn: inout WriteTransaction) throws(StoreError) in
      do { _ = try log.regrowTree(in: &txn) } catch { throw StoreError(cause: error) }
    }
  }

  /// Makes the tree anew within a rebuild, where what is kept of it does not read.
  func regrowDamagedTree(in txn: inout WriteTransaction) throws {
    guard try !log.isTreeWhole(in: txn.view) else { return }
    _ = try log.regrowTree(in: &txn)
  }
}
