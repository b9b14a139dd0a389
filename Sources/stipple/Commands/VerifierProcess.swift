import Glibc
import Synchronization

/// The same command once more as a child, which may die of a damaged file without harm.
///
/// It has our terminal, our input and our output. Ctrl-C reaches it by itself; what is sent to us alone
/// is passed on.
enum VerifierProcess {
  /// The option that says to a child that it is one.
  static let option = "in-process"

  private static let child = Atomic<pid_t>(0)
  private static let passedOn: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

  /// Runs this program with the arguments of this run, and ends as it ends.
  ///
  /// - Throws: the child's exit status, unless it is 0; a ``Message`` where a signal has killed it.
  static func run() throws {
    let words = GlobalArguments.ordered(CommandLine.arguments)
    // A signal that comes before there is a child to pass it on to waits until there is.
    var waiting = sigset_t()
    var before = sigset_t()
    sigemptyset(&waiting)
    for number in passedOn { sigaddset(&waiting, number) }
    pthread_sigmask(SIG_BLOCK, &waiting, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let id = try start(["stipple", words[0], "--\(option)"] + words.dropFirst(), mask: before)
    child.store(id, ordering: .releasing)
    for number in passedOn {
      signal(number) { number in
        let saved = errno
        _ = kill(VerifierProcess.child.load(ordering: .acquiring), number)
        errno = saved
      }
    }
    pthread_sigmask(SIG_SETMASK, &before, nil)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    for number in passedOn { signal(number, SIG_DFL) }
    let killer = status & 0x7F
    guard killer != 0 else {
      let code = (status >> 8) & 0xFF
      if code != 0 { throw ExitStatus(rawValue: code) ?? .bug }
      return
    }
    // Whoever stopped it so would have stopped us.
    if passedOn.contains(killer) { raise(killer) }
    throw Self.message(killedBy: killer)
  }

  private static func message(killedBy signal: Int32) -> Message {
    if signal == SIGKILL {
      return Message(
        "the verification was killed, by a person or for want of memory",
        note: "nothing was changed", status: .io)
    }
    return Message(
      "the store's file is damaged so that it cannot be read at all (signal \(signal))",
      hint: "restore a backup", note: "nothing was changed", status: .damaged)
  }

  /// Starts it (`posix_spawn`) with the signals as a shell would give them.
  private static func start(_ words: [String], mask: sigset_t) throws(Message) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var mask = mask
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var id = pid_t()
    let code = posix_spawn(&id, "/proc/self/exe", nil, &attributes, &arguments, environ)
    guard code == 0 else {
      throw Message("cannot start a process to verify in: \(systemError(code))", status: .io)
    }
    return id
  }
}
