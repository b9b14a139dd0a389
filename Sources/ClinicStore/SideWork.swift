import Glibc
import Synchronization

/// Work on a thread of its own, from when it is made until its result is asked for.
///
/// Whoever drops it waits for its end, so that no thread outlives what it was begun for.
final class SideWork<Result: Sendable> {
  private let outcome = Outcome()
  /// Nil once it has ended.
  private var thread: pthread_t?

  /// Begins it.
  ///
  /// - Parameter isSmall: whether it is not worth a thread, and is done here at once.
  init(isSmall: Bool = false, _ work: @escaping @Sendable () -> Result) {
    let job = Job { [outcome] in outcome.result = work() }
    if !isSmall { thread = job.start() }
    // Where the system gives no thread, it is done here.
    if thread == nil { job.run() }
  }

  deinit { join() }

  /// The result, waited for.
  func result() -> Result {
    join()
    guard let result = outcome.result else { preconditionFailure("work that ended without result") }
    return result
  }

  private func join() {
    if let thread { pthread_join(thread, nil) }
    thread = nil
  }

  /// Written by the thread, read once it has ended.
  private final class Outcome: @unchecked Sendable {
    var result: Result?
  }
}

/// Raised by one thread, once, and seen by another.
final class Flag: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  func raise() { raised.store(true, ordering: .relaxed) }
}

/// What a thread is given to run: C knows no generic type.
private final class Job {
  let run: () -> Void

  init(_ run: @escaping () -> Void) { self.run = run }

  /// Runs it on a new thread; nil if there is none to be had.
  func start() -> pthread_t? {
    // Signals are for the thread that began it.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let own = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, own.toOpaque())
    if code == 0 { return thread }
    own.release()
    return nil
  }
}
