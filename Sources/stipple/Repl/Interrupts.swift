import Glibc
import Synchronization

/// Ctrl-C, as a flag that any loop can ask and a call that stops what cannot ask.
///
/// The handler does only what is safe in a signal: it sets the flag, writes one byte to a pipe, so that
/// a wait for input ends whichever thread took the signal, and makes the call that was registered.
enum Interrupts {
  /// What is called from the handler: atomics and `sqlite3_interrupt`, nothing that allocates or locks.
  typealias Call = @Sendable () -> Void

  private static let flag = Atomic<Bool>(false)
  /// The address of a `Call`; 0 for none. (An atomic pointer is no `Sendable` global.)
  private static let registration = Atomic<UInt>(0)
  private static let readEnd = Atomic<Int32>(-1)
  private static let writeEnd = Atomic<Int32>(-1)

  /// Takes SIGINT over; called again, it does nothing.
  static func install() {
    guard readEnd.load(ordering: .acquiring) < 0 else { return }
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      // Without a pipe a wait for input goes on until the next key; one that blocks would hang
      // whatever only looks whether there is a byte.
      let isReady = ends.allSatisfy {
        fcntl($0, F_SETFD, FD_CLOEXEC) == 0 && fcntl($0, F_SETFL, O_NONBLOCK) == 0
      }
      if isReady {
        readEnd.store(ends[0], ordering: .releasing)
        writeEnd.store(ends[1], ordering: .releasing)
      } else {
        for end in ends { close(end) }
      }
    }
    // Every static is touched before the handler can be: their first use takes a lock.
    clear()
    onInterrupt(nil)

    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interrupts.handle() }
    // No SA_RESTART: a read that waits is to return.
    sigaction(SIGINT, &action, nil)
  }

  /// Whether Ctrl-C was pressed since the last `clear()`.
  static var pending: Bool { flag.load(ordering: .acquiring) }

  /// Forgets a Ctrl-C: it has been answered.
  static func clear() {
    let end = readEnd.load(ordering: .acquiring)
    var byte: UInt8 = 0
    while end >= 0, read(end, &byte, 1) == 1 {}
    flag.store(false, ordering: .releasing)
  }

  /// A descriptor that is readable while Ctrl-C is pending, to poll beside the input; -1 is none.
  static var descriptor: Int32 { readEnd.load(ordering: .acquiring) }

  /// Has the handler make this call, in place of an earlier one; nil for none.
  static func onInterrupt(_ call: Call?) {
    var new: UnsafeMutablePointer<Call>?
    if let call {
      new = .allocate(capacity: 1)
      new?.initialize(to: call)
    }
    // The earlier call is never freed, since a handler on another thread may be in it; there is one a
    // connection. So the handler frees nothing either.
    registration.store(UInt(bitPattern: new), ordering: .releasing)
  }

  private static func handle() {
    let saved = errno
    flag.store(true, ordering: .releasing)
    var byte: UInt8 = 1
    let end = writeEnd.load(ordering: .relaxed)
    if end >= 0 { _ = write(end, &byte, 1) }
    let address = registration.load(ordering: .acquiring)
    if let call = UnsafePointer<Call>(bitPattern: address) { call.pointee() }
    errno = saved
  }
}
