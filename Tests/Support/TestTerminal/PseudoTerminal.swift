import Foundation
import Glibc

/// A program on a terminal of its own, whose screen is looked at and whose keys are typed.
final class PseudoTerminal {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var screen: VirtualTerminal
  /// The process, which leads a session on the terminal.
  let process: pid_t
  /// What has to be there for as long as the program runs.
  var keeping: AnyObject?
  private let master: Int32
  /// Kept open, so that the terminal and its settings outlive the program.
  private let slave: Int32
  private var hasEnded = false

  /// Starts a program with its standard streams on a new terminal.
  init(
    _ arguments: [String], environment: [String] = ["TERM=xterm", "PATH=/usr/bin:/bin"],
    columns: Int = 60, rows: Int = 20
  ) throws {
    screen = VirtualTerminal(columns: columns, rows: rows)
    // `posix_openpt` and its kin are not in Swift's Glibc; these are what they do (pty(7)).
    let (unlock, number) = (UInt(0x4004_5431), UInt(0x8004_5430))
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var isLocked: Int32 = 0
    var index: Int32 = 0
    guard master >= 0, ioctl(master, unlock, &isLocked) == 0, ioctl(master, number, &index) == 0
    else { throw Failure(description: "no pseudo-terminal: \(errno)") }
    let path = "/dev/pts/\(index)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    // The first terminal that a session's leader opens is the session's.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    // The test runner's threads may have signals blocked, and SIGPIPE ignored.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let setsid: Int32 = 0x80
    posix_spawnattr_setflags(
      &attributes, Int16(setsid | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var child = pid_t()
    var words = arguments.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    let code = posix_spawn(&child, arguments[0], &actions, &attributes, &words, &variables)
    guard code == 0 else { throw Failure(description: "cannot run \(arguments): \(code)") }
    process = child
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    close(slave)
    close(master)
  }

  /// Types a script as ``KeyScript`` reads them.
  func type(_ script: String) throws {
    for bytes in KeyScript.parts(script) { send(bytes) }
  }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads until the screen is as asked; fails if it never is.
  func wait(
    _ comment: String, until isRight: (VirtualTerminal) -> Bool
  ) throws {
    let end = ContinuousClock.now + .seconds(30)
    while !isRight(screen) {
      guard ContinuousClock.now < end else {
        throw Failure(
          description: "never saw \(comment):\n" + screen.transcript.joined(separator: "\n"))
      }
      var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 100) > 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(master, &bytes, bytes.count)
      if count > 0 { screen.feed(Array(bytes[..<count])) }
    }
  }

  /// Reads until the last row that is not blank is this one.
  func waitFor(_ row: String) throws {
    try wait(row) { $0.text.last { !$0.isEmpty } == row }
  }

  /// Whether the terminal gives whole lines and echoes them, as it does to a program that asks for nothing.
  var isOrdinary: Bool {
    var now = termios()
    tcgetattr(slave, &now)
    let wanted = tcflag_t(ICANON | ECHO | ISIG)
    return now.c_lflag & wanted == wanted && now.c_iflag & tcflag_t(ICRNL) != 0
  }

  func resize(columns: Int, rows: Int) {
    screen.resize(columns: columns, rows: rows)
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Waits for the program to end; gives the code that it left with, or the signal, negated.
  func ended() throws -> Int32 {
    var status: Int32 = 0
    let end = ContinuousClock.now + .seconds(30)
    while waitpid(process, &status, WNOHANG) == 0 {
      guard ContinuousClock.now < end else { throw Failure(description: "it does not end") }
      var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      if poll(&ready, 1, 20) > 0 { drain() }
    }
    hasEnded = true
    drain()
    return status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F)
  }

  /// Types Ctrl-D, at a prompt or before one, and waits for the end.
  func leave() throws -> Int32 {
    send([0x04])
    return try ended()
  }

  private func drain() {
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    while poll(&ready, 1, 0) > 0, ready.revents & Int16(POLLIN) != 0 {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(master, &bytes, bytes.count)
      guard count > 0 else { return }
      screen.feed(Array(bytes[..<count]))
    }
  }
}
