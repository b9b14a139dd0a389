import EventLog
import LMDB

extension ClinicStore {
  /// Makes the tree anew within a rebuild, where what is kept of it does not read.
  func regrowDamagedTree(in txn: inout WriteTransaction) throws {
    guard try !log.isTreeWhole(in: txn.view) else { return }
    _ = try log.regrowTree(in: &txn)
  }
}
