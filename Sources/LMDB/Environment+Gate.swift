import CLMDB
import Synchronization

extension Environment {
  /// How long a resize or a reopening waits for this process's own transactions to end.
  static let patience = Duration.seconds(2)

  /// A read transaction's handle: one at rest renewed (`mdb_txn_renew`), or a new one.
  func beginReading() throws(LMDBError) -> OpaquePointer {
    try admitted("begin to read") { (gate: inout Gate, raw) throws(LMDBError) in
      while let pointer = gate.resting.popLast() {
        let result = mdb_txn_renew(pointer)
        if result == 0 { return Handle(pointer) }
        mdb_txn_abort(pointer)
        if result == MDB_MAP_RESIZED { try LMDBError.check(result, "begin to read") }
      }
      var begun: OpaquePointer?
      try LMDBError.check(
        mdb_txn_begin(raw.pointer, nil, UInt32(MDB_RDONLY), &begun), "begin to read")
      return Handle(begun!)
    }.pointer
  }

  /// Puts a read transaction to rest (`mdb_txn_reset`), so that it holds no old pages.
  func endReading(_ pointer: OpaquePointer) {
    let handle = Handle(pointer)
    gate.withLock { gate in
      gate.active -= 1
      if gate.resting.count < 8, !gate.isSuspect {
        mdb_txn_reset(handle.pointer)
        gate.resting.append(handle.pointer)
      } else {
        mdb_txn_abort(handle.pointer)
      }
    }
  }

  /// A write transaction's handle; the caller holds the write lock.
  ///
  /// - Parameter room: for how many bytes more than are used the map is made large enough, unless
  ///   transactions of this process are in the way: it then grows when it proves full.
  func beginWriting(room: Int) throws(LMDBError) -> OpaquePointer {
    var retried = false
    while true {
      let raw = try admitted("begin to write") { (gate: inout Gate, raw) throws(LMDBError) in
        if gate.wantsGrowth {
          guard gate.active == 0 else { throw Environment.blocked(.mapFull, gate.active) }
          try raw.setMapSize(raw.info.me_mapsize * 2)
          gate.wantsGrowth = false
        }
        if room > 0, gate.active == 0 { try raw.makeRoom(room) }
        return raw
      }
      do throws(LMDBError) {
        try raw.clearStaleReaders()
        var begun: OpaquePointer?
        // Outside the gate: LMDB's own lock may be held by a tool that knows nothing of ours.
        try LMDBError.check(mdb_txn_begin(raw.pointer, nil, 0, &begun), "begin to write")
        return begun!
      } catch {
        leave()
        guard error.code == .mapResized, !retried else { throw error }
        retried = true
        try takeOverMapSize()
      }
    }
  }

  /// Counts a transaction in, without a handle.
  func enter() throws(LMDBError) {
    try admitted("begin") { (_: inout Gate, _) throws(LMDBError) in () }
  }

  /// Counts a transaction out.
  func leave() { gate.withLock { $0.active -= 1 } }

  /// The environment waits for a failed commit's repair.
  func suspended(_ action: String) -> LMDBError {
    LMDBError(
      .suspect, action,
      state: "nothing was changed; the environment reopens once its transactions have ended")
  }

  /// A pointer that may leave the gate.
  private struct Handle: @unchecked Sendable {
    let pointer: OpaquePointer
    init(_ pointer: OpaquePointer) { self.pointer = pointer }
  }

  private static func blocked(_ cause: LMDBError.Code, _ active: Int) -> LMDBError {
    LMDBError(
      .resizeBlocked, "resize the map (\(cause.name))",
      state: "nothing was changed; \(active) transactions of this process are open")
  }

  /// Runs the body under the gate and counts a transaction in.
  ///
  /// First reopens a suspect environment. Takes over the map's size if another process grew it,
  /// and waits with patience where transactions of this process are in the way of a resize.
  func admitted<T: Sendable>(
    _ action: String, _ body: (inout Gate, RawEnvironment) throws(LMDBError) -> T
  ) throws(LMDBError) -> T {
    do throws(LMDBError) { return try admittedAtOnce(action, body) } catch {
      guard error.code == .resizeBlocked else { throw error }
    }
    return try admittedInTime(action, body)
  }

  @inline(__always)
  private func admittedAtOnce<T: Sendable>(
    _ action: String, _ body: (inout Gate, RawEnvironment) throws(LMDBError) -> T
  ) throws(LMDBError) -> T {
    try gate.withLock { (gate) throws(LMDBError) -> T in
      if gate.isSuspect || gate.raw == nil { try reopen(&gate, action) }
      guard let raw = gate.raw else { throw suspended(action) }
      var result: T
      do throws(LMDBError) {
        result = try body(&gate, raw)
      } catch {
        guard error.code == .mapResized else { throw error }
        guard gate.active == 0 else { throw Environment.blocked(.mapResized, gate.active) }
        try raw.setMapSize(0)
        result = try body(&gate, raw)
      }
      gate.active += 1
      return result
    }
  }

  /// Tries again until there is no patience left: the clock is no business of those who need not wait.
  @inline(never)
  private func admittedInTime<T: Sendable>(
    _ action: String, _ body: (inout Gate, RawEnvironment) throws(LMDBError) -> T
  ) throws(LMDBError) -> T {
    let deadline = ContinuousClock.now + Environment.patience
    while true {
      Pause.short()
      do throws(LMDBError) { return try admittedAtOnce(action, body) } catch {
        guard error.code == .resizeBlocked, ContinuousClock.now < deadline else { throw error }
      }
    }
  }

  private func takeOverMapSize() throws(LMDBError) {
    let deadline = ContinuousClock.now + Environment.patience
    while true {
      let done = try gate.withLock { (gate) throws(LMDBError) -> Bool in
        guard let raw = gate.raw, gate.active == 0 else {
          if ContinuousClock.now < deadline { return false }
          throw Environment.blocked(.mapResized, gate.active)
        }
        try raw.setMapSize(0)
        return true
      }
      if done { return }
      Pause.short()
    }
  }
}
