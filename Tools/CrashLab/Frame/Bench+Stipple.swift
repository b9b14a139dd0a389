import Glibc

extension Bench {
  /// Starts `stipple` with these arguments.
  /// - Parameters:
  ///   - store: put before them as `--store`.
  ///   - environment: added to the little that is set for every command.
  ///   - input: a file's path for standard input.
  ///   - before: a command that runs it, such as `strace …`, by its full path.
  func start(
    _ arguments: [String], store: String? = nil, environment: [String: String] = [:],
    input: String? = nil, before: [String] = []
  ) throws -> Child {
    var file: Int32?
    if let input {
      let descriptor = open(input, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw LabError.system("open \(input)") }
      file = descriptor
    }
    defer { if let file { close(file) } }
    let words = before + [stipple] + (store.map { ["--store", $0] } ?? []) + arguments
    return try Child(
      words, environment: surroundings.merging(environment) { $1 }, input: file, scratch: ground)
  }

  /// Runs `stipple` to its end.
  func run(
    _ arguments: [String], store: String? = nil, environment: [String: String] = [:],
    input: String? = nil, before: [String] = [], patience: Duration = .seconds(60)
  ) throws -> Answer {
    try start(
      arguments, store: store, environment: environment, input: input, before: before
    ).wait(patience: patience)
  }

  /// Runs another program to its end, by its full path or its name on the usual path.
  func run(tool words: [String], patience: Duration = .seconds(60)) throws -> Answer {
    let path =
      words[0].hasPrefix("/")
      ? words[0]
      : ["/usr/sbin", "/usr/bin", "/sbin", "/bin"].map { "\($0)/\(words[0])" }
        .first { access($0, X_OK) == 0 }
    guard let path else { throw LabError("\(words[0]) is not on this machine") }
    return try Child(
      [path] + words.dropFirst(), environment: surroundings, scratch: ground
    ).wait(patience: patience)
  }

  /// Runs `stipple` to its end, for what prepares a cycle: anything but 0 is thrown.
  @discardableResult
  func need(
    _ arguments: [String], store: String? = nil, environment: [String: String] = [:],
    input: String? = nil, before: [String] = []
  ) throws -> Answer {
    let answer = try run(
      arguments, store: store, environment: environment, input: input, before: before)
    guard answer.ending.isSuccess else {
      throw LabError("stipple \(arguments.joined(separator: " ")): \(answer.told)")
    }
    return answer
  }

  /// The same for every command: no backtrace of memory, one actor, nobody's settings.
  private var surroundings: [String: String] {
    [
      "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "HOME": ground, "TMPDIR": ground,
      "SWIFT_BACKTRACE": "enable=no", "STIPPLE_ACTOR": "U1", "TERM": "dumb",
    ]
  }
}
