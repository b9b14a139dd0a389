import Glibc

/// An exclusive `flock(2)` on an open file of its own, so that threads of one process exclude each
/// other as processes do.
///
/// Let go when it is dropped; the kernel drops it when the process dies.
struct FileLock: ~Copyable {
  let descriptor: Int32

  /// Owns the descriptor from now on, and has not yet taken the lock.
  init(of descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // Unlocked before closed: a child between fork and exec may share the open file.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Asks for the lock until the deadline, with pauses that double up to the longest one.
  ///
  /// `flock` alone either does not wait or waits without end.
  /// - Parameter longest: microseconds.
  /// - Returns: nil once it is taken, or `errno`: EWOULDBLOCK when the deadline has passed.
  borrowing func take(
    until deadline: ContinuousClock.Instant, longestPause longest: UInt32
  ) -> Int32? {
    var pause: UInt32 = 50
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { return errno }
      if ContinuousClock.now >= deadline { return EWOULDBLOCK }
      usleep(pause)
      pause = min(pause * 2, longest)
    }
    return nil
  }
}
