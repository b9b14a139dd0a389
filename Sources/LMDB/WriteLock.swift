import Glibc

/// The lock that a writer takes before LMDB's own, which can neither time out nor say who has it.
///
/// `flock(2)` on `write.lock`, with a descriptor of its own for each writer, so that threads of
/// one process exclude each other as processes do. The kernel drops it when the process dies.
struct WriteLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for the lock, at most as long as told.
  /// - Throws: `LMDBError` with code `.locked` and the holder.
  static func acquire(
    in folder: borrowing Folder, label: String, timeout: Duration
  ) throws(LMDBError) -> WriteLock {
    let lock = WriteLock(descriptor: try folder.open("write.lock", O_RDWR | O_CREAT))
    let deadline = ContinuousClock.now + timeout
    var pause: UInt32 = 500
    while flock(lock.descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw LMDBError(.init(rawValue: errno), "lock \(folder.path)/write.lock")
      }
      if ContinuousClock.now >= deadline {
        throw LMDBError(
          .locked, "begin to write", state: "nothing was written", holder: lock.holder())
      }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
    lock.sign(label)
    return lock
  }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // Unlocked before closed: a child between fork and exec may share the open file.
    flock(descriptor, LOCK_UN)
    close(descriptor)
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
