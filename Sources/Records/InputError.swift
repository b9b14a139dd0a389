/// Data from outside that does not keep to its schema: every problem that was found, at once.
public struct InputError: Error, Hashable, Sendable {
  /// One problem: where, what, and one thing to do about it.
  public struct Problem: Hashable, Sendable {
    /// Where: `data.depth_mm`, `data.zones[2]`.
    public var path: String
    /// What is wrong, `4.5 is over 3.00`; never the value of a personal (†) field.
    public var message: String
    /// One thing to write instead, or nil.
    public var hint: String?

    /// A problem at a path.
    public init(path: String, message: String, hint: String? = nil) {
      self.path = path
      self.message = message
      self.hint = hint
    }
  }

  /// The problems in the order in which they stand in the data; never empty.
  public var problems: [Problem]

  /// Several problems.
  public init(_ problems: [Problem]) {
    self.problems = problems
  }

  /// One problem.
  public init(path: String, message: String, hint: String? = nil) {
    problems = [Problem(path: path, message: message, hint: hint)]
  }
}

extension InputError: CustomStringConvertible {
  /// One line a problem: `data.depth_mm: 4.5 is over 3.00`.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

extension InputError.Problem: CustomStringConvertible {
  /// `data.depth_mm: 4.5 is over 3.00`.
  public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
