import Glibc

/// A program run to its end, as a shell would run it; what it tells of itself is not kept.
struct Command {
  let program: String
  let arguments: [String]
  var input = "/dev/null"
  var output = "/dev/null"

  init(_ program: String, _ arguments: [String], input: String = "/dev/null") {
    self.program = program
    self.arguments = arguments
    self.input = input
  }

  /// Nanoseconds from its start to its end; it must succeed.
  func time() throws -> Double {
    let start = nanoseconds()
    let status = try finish(start: spawn())
    let end = nanoseconds()
    guard status == 0 else {
      throw Refusal("exit \(status): \(program) \(arguments.joined(separator: " "))")
    }
    return Double(end - start)
  }

  /// The process id of one begun.
  func spawn() throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var id: pid_t = 0
    let result = posix_spawn(&id, program, &files, nil, &words, environ)
    guard result == 0 else { throw Refusal("\(program): \(String(cString: strerror(result)))") }
    return id
  }

  /// Waits for its end, and gives its exit status, or 128 and the signal that ended it.
  func finish(start id: pid_t) throws -> Int {
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 {
      guard errno == EINTR else { throw Refusal("\(program) cannot be waited for") }
    }
    return status & 0x7f == 0 ? Int(status >> 8 & 0xff) : 128 + Int(status & 0x7f)
  }
}
