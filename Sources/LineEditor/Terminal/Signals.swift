import Glibc
import Synchronization

/// The signals that matter to a raw terminal, while it is one.
///
/// What may wait is noted, and a byte in a pipe ends the wait for keys. What ends the process at once
/// (a trap, an abort) gives the terminal back first. `install()` and `uninstall()` stand around each
/// statement, so that a program's own handlers hold the rest of the time.
enum Signals {
  private static let noted: [Int32] = [
    SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH,
  ]
  private static let fatal: [Int32] = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT]

  /// A bit for each signal that was noted.
  private static let pending = Atomic<UInt64>(0)
  private static let readEnd = Atomic<Int32>(-1)
  private static let writeEnd = Atomic<Int32>(-1)

  /// What was done at each signal before, by its number; the address, since handlers read it.
  private static let before = UInt(
    bitPattern: UnsafeMutablePointer<sigaction>.allocate(capacity: 65))

  private static var actions: UnsafeMutablePointer<sigaction> {
    UnsafeMutablePointer(bitPattern: before)!
  }

  /// Readable once a signal is noted, to poll beside the input.
  static var descriptor: Int32 { readEnd.load(ordering: .acquiring) }

  /// Takes the signals over.
  static func install() {
    if descriptor < 0 {
      var ends: [Int32] = [-1, -1]
      if pipe(&ends) == 0 {
        for end in ends {
          _ = fcntl(end, F_SETFD, FD_CLOEXEC)
          _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        readEnd.store(ends[0], ordering: .releasing)
        writeEnd.store(ends[1], ordering: .releasing)
      }
    }
    // Every static is touched before a handler can be: their first use takes a lock.
    _ = take()
    for signal in noted { replace(signal) }
    for signal in fatal {
      var action = sigaction()
      action.sa_flags = SA_SIGINFO | SA_ONSTACK
      action.__sigaction_handler.sa_sigaction = { signal, info, _ in
        RawMode.leave()
        sigaction(signal, Signals.actions + Int(signal), nil)
        // A fault comes again by itself; what was sent has to be sent again.
        if let info, info.pointee.si_code <= 0 { raise(signal) }
      }
      sigaction(signal, &action, actions + Int(signal))
    }
  }

  /// Gives the signals back.
  static func uninstall() {
    for signal in noted + fatal { restore(signal) }
  }

  /// The signals noted since this was last asked.
  static func take() -> Set<Int32> {
    let end = descriptor
    var byte: UInt8 = 0
    while end >= 0, read(end, &byte, 1) == 1 {}
    let bits = pending.exchange(0, ordering: .acquiringAndReleasing)
    return Set(noted.filter { bits & 1 << UInt64($0) != 0 })
  }

  /// Notes a signal from now on, instead of what was done at it; one that was ignored stays so.
  static func replace(_ signal: Int32) {
    var action = sigaction()
    // No SA_RESTART: a wait is to end.
    action.__sigaction_handler.sa_handler = { signal in
      let saved = errno
      Signals.pending.bitwiseOr(1 << UInt64(signal), ordering: .acquiringAndReleasing)
      var byte: UInt8 = 1
      let end = Signals.writeEnd.load(ordering: .relaxed)
      if end >= 0 { _ = write(end, &byte, 1) }
      errno = saved
    }
    sigaction(signal, &action, actions + Int(signal))
    let before = unsafeBitCast(actions[Int(signal)].__sigaction_handler.sa_handler, to: Int.self)
    if before == unsafeBitCast(SIG_IGN, to: Int.self) { restore(signal) }
  }

  /// Does again at a signal what was done before.
  static func restore(_ signal: Int32) { sigaction(signal, actions + Int(signal), nil) }
}
