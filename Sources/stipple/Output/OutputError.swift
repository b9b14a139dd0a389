import Glibc

/// Why no more can be written.
enum OutputError: Error, Equatable, Sendable {
  /// Whoever read has gone (EPIPE): nothing to complain of, `head` does so.
  case closedPipe

  /// `write` failed with this `errno`.
  case failed(errno: Int32)

  /// What to tell; nil for a closed pipe, where silence is expected.
  var message: Message? {
    switch self {
    case .closedPipe: nil
    case .failed(let code):
      Message(
        "cannot write the result: \(systemError(code))",
        note: "only the answer is missing: what was recorded stands",
        status: .io)
    }
  }

  /// The system's words for it.
  var reason: String {
    switch self {
    case .closedPipe: systemError(EPIPE)
    case .failed(let code): systemError(code)
    }
  }

  /// What the command ends with.
  var status: ExitStatus {
    switch self {
    case .closedPipe: .ok
    case .failed: .io
    }
  }
}
