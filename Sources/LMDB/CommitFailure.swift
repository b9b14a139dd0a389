import CLMDB
import Glibc
import Synchronization

extension Environment {
  /// The failure of a commit: why, as far as the system tells, and what it has left behind.
  ///
  /// Called with the write lock still held, so that no other commit can be taken for this one.
  /// - Parameter number: the failed transaction's (`mdb_txn_id`).
  func failure(ofCommit number: Int, _ code: LMDBError.Code) -> LMDBError {
    guard !Environment.isSound(after: code) else {
      return LMDBError(code, "commit", state: "nothing was written")
    }
    let (state, leavesDoubt) = remains(ofCommit: number)
    var error = LMDBError(cause(of: code), "commit", state: state)
    error.leavesDoubt = leavesDoubt
    return error
  }

  /// Opens the environment again, which it must be before anything begins in it, and looks whether the
  /// commit is there.
  private func remains(ofCommit number: Int) -> (state: String, leavesDoubt: Bool) {
    let last = gate.withLock { gate -> Int? in
      do throws(LMDBError) { try reopen(&gate, "look after a failed commit") } catch { return nil }
      return gate.raw?.info.me_last_txnid
    }
    guard let last else {
      return ("the last change may or may not be there: look before trying again", true)
    }
    return last < number
      ? ("nothing was written", false)
      : ("the last change is there, but a power cut may still take it", true)
  }

  private func cause(of code: LMDBError.Code) -> LMDBError.Code {
    var limit = rlimit()
    let isLimited =
      getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0
      && limit.rlim_cur != rlim_t.max
    var status: stat?
    do throws(LMDBError) { status = try folder.status(of: "data.mdb") } catch {}
    return code.cause(
      freeBytes: FileSystem.freeBytes(at: path),
      fileBytes: status.map { UInt64($0.st_size) } ?? 0,
      limit: isLimited ? UInt64(limit.rlim_cur) : nil)
  }
}

extension LMDBError.Code {
  /// What an `EIO` of a commit stands for, which LMDB also says where a write came out short.
  ///
  /// - Parameters:
  ///   - freeBytes: the room left on the disk, if known; the part that was written has taken the rest.
  ///   - fileBytes: the length of `data.mdb`.
  ///   - limit: how long a file of this process may be (`RLIMIT_FSIZE`), if there is a limit.
  func cause(freeBytes: UInt64?, fileBytes: UInt64, limit: UInt64?) -> Self {
    guard self == .inputOutput else { return self }
    if let limit, fileBytes >= limit { return .fileTooBig }
    if let freeBytes, freeBytes < 1 << 16 { return .noSpace }
    return self
  }
}
