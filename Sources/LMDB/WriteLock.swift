import Glibc

/// The lock that a writer takes before LMDB's own, which can neither time out nor say who has it.
///
/// It lies on `write.lock`. Those who want it stand in line first, by a lock on the folder itself:
/// only the head of the line asks for `write.lock`, and a writer that comes again at once goes to
/// the line's end. Without it the busiest writer would have the store to itself, since the others
/// look only now and then.
struct WriteLock: ~Copyable {
  private let lock: FileLock
  private var descriptor: Int32 { lock.descriptor }

  /// Waits for the lock, at most as long as told.
  /// - Throws: `LMDBError` with code `.locked` and the holder.
  static func acquire(
    in folder: borrowing Folder, label: String, timeout: Duration
  ) throws(LMDBError) -> WriteLock {
    let lock = WriteLock(lock: FileLock(of: try folder.open("write.lock", O_RDWR | O_CREAT)))
    let line = FileLock(of: try folder.open(".", O_RDONLY | O_DIRECTORY))
    let deadline = ContinuousClock.now + timeout
    // A file system that locks no folders has no line, and the writers are as safe without it.
    let isFirst = line.take(until: deadline, longestPause: 10_000) != EWOULDBLOCK
    let failure = isFirst ? lock.lock.take(until: deadline, longestPause: 1_000) : EWOULDBLOCK
    switch failure {
    case nil: break
    case EWOULDBLOCK:
      throw LMDBError(
        .locked, "begin to write", state: "nothing was written", holder: lock.holder())
    case let code?:
      throw LMDBError(.init(rawValue: code), "lock \(folder.path)/write.lock")
    }
    lock.sign(label)
    return lock
  }

  private func sign(_ label: String) {
    let bytes = LockHolder.signature(process: getpid(), label: label, since: WriteLock.uptime())
    // The signature only serves a message: a disk too full for it must not keep a writer out.
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// Who signed last; asked a few times, since a new holder takes the lock before it signs.
  private func holder() -> LockHolder? {
    for _ in 0..<5 {
      var bytes = [UInt8](repeating: 0, count: LockHolder.signatureLength)
      let count = pread(descriptor, &bytes, bytes.count, 0)
      if count == bytes.count, let holder = LockHolder(signature: bytes, now: WriteLock.uptime()),
        kill(holder.process, 0) == 0 || errno == EPERM
      {
        return holder
      }
      usleep(2_000)
    }
    return nil
  }

  /// Seconds since the machine started, the same in every process and deaf to a changed clock.
  private static func uptime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return time.tv_sec
  }
}
