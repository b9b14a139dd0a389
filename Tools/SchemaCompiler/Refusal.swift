/// A schema that the compiler does not understand, and so compiles nothing from.
struct Refusal: Error, CustomStringConvertible {
  /// The file, within the schemas' folder.
  var file: String
  /// Where in it: a JSON Pointer (RFC 6901), empty for the whole file.
  var pointer: String
  /// Why.
  var reason: String

  var description: String {
    pointer.isEmpty ? "\(file): \(reason)" : "\(file): \(pointer): \(reason)"
  }
}

/// Several at once, so that one run shows them all.
struct Refusals: Error {
  var all: [Refusal]
}
