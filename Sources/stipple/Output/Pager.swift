import Glibc

/// What is longer than the screen, shown through `$PAGER`, or `less -FRSX` where that is not set.
///
/// Text is held until it turns out to be longer than the screen; what fits is written as it is.
final class Pager {
  private let screen: Destination
  private let command: String
  /// The screen's, when the text began.
  let size: (columns: Int, rows: Int)
  private var held: [UInt8] = []
  /// Rows of the screen that the text held takes.
  private var rows = 0
  private var column = 0
  private var process: (id: pid_t, input: Int32)?
  /// Whether the pager has gone, or could not be had.
  private var isOver = false

  /// A pager for a screen; nil where none is wanted, or there is no screen.
  init?(_ screen: Destination, environment: (String) -> String?) {
    guard screen.isTerminal, environment("TERM") != "dumb", let size = screen.size else {
      return nil
    }
    let command = environment("PAGER") ?? "less -FRSX"
    guard !command.isEmpty, command != "cat" else { return nil }
    self.screen = screen
    self.command = command
    self.size = size
  }

  /// Takes text: held, or given to the pager that runs.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    if process != nil { return give(bytes) }
    guard !isOver else { return try screen.write(bytes) }
    held += bytes
    for byte in bytes { measure(byte) }
    // The footer and the prompt take a row each.
    guard rows > size.rows - 2 else { return }
    start()
    let text = held
    held = []
    if process == nil { try screen.write(text) } else { give(text) }
  }

  /// Writes what is held, or waits until the pager is left.
  func finish() throws(OutputError) {
    if let (id, input) = process {
      process = nil
      isOver = true
      close(input)
      var status: Int32 = 0
      _ = retryingInterrupted { Int(waitpid(id, &status, 0)) }
      // Ctrl-C was the pager's.
      Interrupts.clear()
    } else {
      try screen.write(held)
    }
    held = []
    rows = 0
  }

  private func measure(_ byte: UInt8) {
    guard byte != UInt8(ascii: "\n") else {
      rows += 1
      column = 0
      return
    }
    // A byte that goes on with a character takes no column; colours are few enough to be counted.
    guard byte & 0xC0 != 0x80 else { return }
    column += 1
    if column > size.columns {
      rows += 1
      column = 1
    }
  }

  /// Writes to the pager; one that was left early wants no more, which is no fault.
  private func give(_ bytes: [UInt8]) {
    guard let input = process?.input else { return }
    do throws(OutputError) {
      try Destination(descriptor: input).write(bytes)
    } catch {
      // It is waited for in `finish`.
    }
  }

  private func start() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      isOver = true
      return
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    // We ignore SIGPIPE; a pager should not.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    sigaddset(&signals, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let words: [String] = ["sh", "-c", command]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    var id = pid_t()
    let code = posix_spawn(&id, "/bin/sh", &actions, &attributes, &arguments, environ)
    close(ends[0])
    guard code == 0 else {
      close(ends[1])
      isOver = true
      return
    }
    process = (id, ends[1])
  }
}
