import Glibc

/// What is said when the process is killed by what it read.
///
/// A damaged page can make LMDB read where nothing is; the file may be cut while it is mapped. No
/// backtrace is then printed, since it would show memory, which is clients' data: the handler says what
/// to do and ends with 3, having done only what is safe in a signal. The line editor's own handler,
/// which gives the terminal back, runs before it.
enum FatalSignals {
  private static let reading: [Int32] = [SIGSEGV, SIGBUS, SIGABRT, SIGFPE]
  private static let own: [Int32] = [SIGILL, SIGTRAP]

  /// Room for the handler where the stack itself has run out.
  private static let stackSize = 1 << 16

  /// Takes them over; called once, at the start, on the main thread.
  static func install() {
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackSize, alignment: 16)
    stack.ss_size = stackSize
    sigaltstack(&stack, nil)
    for signal in reading {
      take(signal) { _ in
        FatalSignals.say(
          """
          error: the store's file cannot be read: it is damaged
          hint: stipple verify
          note: what was under way was not acknowledged; nothing else was changed

          """)
        _exit(ExitStatus.damaged.rawValue)
      }
    }
    for signal in own {
      take(signal) { _ in
        FatalSignals.say(
          """
          error: stipple met a fault of its own and stopped
          hint: stipple verify, and tell whoever looks after stipple what was asked
          note: what was under way was not acknowledged; nothing else was changed

          """)
        _exit(ExitStatus.bug.rawValue)
      }
    }
  }

  /// Lets the process die of them, for a parent that tells of it.
  static func uninstall() {
    for number in reading + own { signal(number, SIG_DFL) }
  }

  private static func take(_ signal: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    // The handler never returns; a second fault in it is the end.
    action.sa_flags = Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(signal, &action, nil)
  }

  /// Writes to standard error (`write(2)`), over a line of progress that may stand there.
  private static func say(_ text: StaticString) {
    if isatty(STDERR_FILENO) == 1 {
      let fresh: StaticString = "\r\u{1B}[K"
      _ = write(STDERR_FILENO, fresh.utf8Start, fresh.utf8CodeUnitCount)
    }
    _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
  }
}
