import CLMDB
import Synchronization

extension Environment {
  /// Marks the environment after a commit that failed in a way that may have poisoned it.
  func suspect() { gate.withLock { $0.isSuspect = true } }

  /// Asks the next write to begin with a map of twice the size.
  func growAtNextWrite() { gate.withLock { $0.wantsGrowth = true } }

  /// Whether a commit's failure leaves the environment sound: the transaction ended unwritten.
  static func isSound(after code: LMDBError.Code) -> Bool {
    code == .mapFull || code == .badTransaction
  }

  /// Closes, opens again and checks; called under the gate.
  ///
  /// Handles of tables stay the same: LMDB gives them out in order, and they are opened in the
  /// order in which they were first.
  func reopen(_ gate: inout Gate, _ action: String) throws(LMDBError) {
    guard gate.active == 0 else { throw suspended(action) }
    gate.close()
    var options = options
    options.create = false
    let raw = try RawEnvironment.open(folder, options)
    do throws(LMDBError) {
      for table in gate.tables {
        guard try raw.openTable(table.name) == table.handle else {
          throw LMDBError(.panic, "reopen the environment", state: "the process must end")
        }
      }
    } catch {
      raw.close()
      throw error
    }
    gate.raw = raw
    gate.isSuspect = false
  }
}
