import Glibc

/// One way of doing a store harm, and what must hold afterwards.
protocol Harness {
  /// The word that it is called by.
  static var name: String { get }
  /// One line for `--help`.
  static var about: String { get }

  init(_ bench: Bench)

  /// Does the harm and looks. A promise that was broken is a fault in the tally; what keeps the
  /// harness itself from working is thrown.
  func run() throws -> Tally

  /// The same against a store with a known fault planted. It must find it: a harness whose control
  /// finds nothing proves nothing.
  func control() throws -> Tally
}

extension Harness {
  var name: String { Self.name }
}

/// What keeps a harness from working, as against a fault that it finds.
struct LabError: Error, CustomStringConvertible {
  let description: String
  /// Whether the machine lacks what the harness needs, and `--skip-mounts` may pass it over.
  let isMissingMount: Bool

  init(_ description: String, isMissingMount: Bool = false) {
    self.description = description
    self.isMissingMount = isMissingMount
  }

  /// A system call that failed just now, by `errno`.
  static func system(_ action: String) -> LabError {
    let code = errno
    return LabError("cannot \(action): \(String(cString: strerror(code)))")
  }
}
