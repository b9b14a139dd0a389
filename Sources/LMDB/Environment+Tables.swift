import CLMDB
import Synchronization

extension Environment {
  /// Opens a table (`mdb_dbi_open`), once: later calls give the same.
  ///
  /// To be called up front: a transaction that was begun earlier cannot use it.
  /// - Parameters:
  ///   - name: the table's name.
  ///   - create: whether to make it, in a write transaction of its own, if there is none.
  /// - Throws: `.notFound` if there is none and it is not made; `.tablesFull`.
  public func table(_ name: String, create: Bool = false) throws(LMDBError) -> Table {
    try opening.withLock { (_) throws(LMDBError) -> Table in
      if let table = try existing(name, orNil: create && !isReadOnly) { return table }
      let handle = try write(label: "create a table") {
        (transaction: inout WriteTransaction) throws(LMDBError) -> UInt32 in
        try transaction.createTable(name)
      }
      let table = Table(name: name, handle: handle, environment: ObjectIdentifier(self))
      gate.withLock { $0.tables.append(table) }
      return table
    }
  }

  private func existing(_ name: String, orNil: Bool) throws(LMDBError) -> Table? {
    if let known = gate.withLock({ $0.tables.first { $0.name == name } }) { return known }
    let table = try admitted("open the table \(name)") {
      (gate: inout Gate, raw) throws(LMDBError) -> Table? in
      do throws(LMDBError) {
        let handle = try raw.openTable(name)
        let table = Table(name: name, handle: handle, environment: ObjectIdentifier(self))
        gate.tables.append(table)
        return table
      } catch {
        if error.code == .notFound, orNil { return nil }
        throw error
      }
    }
    leave()
    return table
  }
}

extension WriteTransaction {
  /// Makes the table and returns its handle, which lives only if the transaction commits.
  fileprivate mutating func createTable(_ name: String) throws(LMDBError) -> UInt32 {
    var handle: UInt32 = 0
    try note(mdb_dbi_open(pointer, name, UInt32(MDB_CREATE), &handle), "create the table \(name)")
    return handle
  }
}
