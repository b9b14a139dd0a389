import Glibc

/// How a process ended.
enum Ending: Equatable, Sendable {
  case exited(Int32)
  case killed(signal: Int32)
  /// It was still running when patience ran out, and was killed.
  case hung

  /// Whether it ended with 0.
  var isSuccess: Bool { self == .exited(0) }

  var text: String {
    switch self {
    case .exited(let status): "exit \(status)"
    case .killed(let signal): "signal \(signal) (\(String(cString: strsignal(signal))))"
    case .hung: "no end within the time given"
    }
  }
}

/// What a process said, and how it ended.
struct Answer: Sendable {
  let ending: Ending
  let output: [UInt8]
  let errors: [UInt8]

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// The ending and the first lines of standard error, for a fault's line.
  var told: String {
    let lines = errorText.split(separator: "\n").prefix(4).joined(separator: " / ")
    return lines.isEmpty ? ending.text : "\(ending.text): \(lines)"
  }
}

/// A process of our own.
///
/// Its output goes to files that have no name, so it never blocks, and what was written before a kill
/// can be read.
final class Child {
  let process: pid_t
  private let output: Int32
  private let errors: Int32
  private let isGroup: Bool
  private var ending: Ending?

  /// Starts a program (`posix_spawn`).
  /// - Parameters:
  ///   - arguments: the program's path first.
  ///   - environment: the whole of it.
  ///   - input: standard input; `/dev/null` if there is none.
  ///   - scratch: a folder for the files without names.
  init(
    _ arguments: [String], environment: [String: String], input: Int32? = nil, scratch: String
  ) throws {
    output = try Child.namelessFile(in: scratch)
    errors = try Child.namelessFile(in: scratch)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    // strace, killed, would leave running what it runs: both are killed as a group.
    isGroup = arguments[0].hasSuffix("/strace")
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    if isGroup { posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP)) }
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] =
      environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + settings { free(pointer) } }
    var started: pid_t = 0
    let result = posix_spawn(&started, arguments[0], &actions, &attributes, &words, &settings)
    guard result == 0 else {
      close(output)
      close(errors)
      throw LabError("cannot start \(arguments[0]): \(String(cString: strerror(result)))")
    }
    process = started
  }

  deinit {
    kill()
    close(output)
    close(errors)
  }

  /// Whether it still runs (a zombie does not).
  var isRunning: Bool { poll() == nil }

  /// SIGKILL, and waits for its end.
  func kill() {
    guard ending == nil else { return }
    Glibc.kill(isGroup ? -process : process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    ending = Child.ending(status)
  }

  func signal(_ number: Int32) {
    if ending == nil { Glibc.kill(process, number) }
  }

  /// Waits for its end, and kills it when patience runs out, or leaves it running.
  func wait(patience: Duration = .seconds(60), kills: Bool = true) -> Answer {
    let deadline = ContinuousClock.now + patience
    var pause: UInt32 = 100
    while poll() == nil {
      if ContinuousClock.now >= deadline {
        guard kills else { break }
        kill()
        ending = .hung
        break
      }
      usleep(pause)
      pause = min(pause * 5 / 4, 2_000)
    }
    return answer
  }

  /// What it has said up to now; its ending is `.hung` while it runs.
  var answer: Answer {
    Answer(ending: poll() ?? .hung, output: Child.contents(output), errors: Child.contents(errors))
  }

  private func poll() -> Ending? {
    if let ending { return ending }
    var status: Int32 = 0
    guard waitpid(process, &status, WNOHANG) == process else { return nil }
    ending = Child.ending(status)
    return ending
  }

  /// `WIFSIGNALED` and `WEXITSTATUS` are macros that Swift does not see.
  private static func ending(_ status: Int32) -> Ending {
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  private static func namelessFile(in folder: String) throws -> Int32 {
    let path = "\(folder)/said-\(UInt64.random(in: .min ... .max))"
    let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw LabError.system("make a file in \(folder)") }
    unlink(path)
    return file
  }

  private static func contents(_ file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = pread(file, &chunk, chunk.count, off_t(bytes.count))
      guard count > 0 else { return bytes }
      bytes += chunk[..<count]
    }
  }
}
