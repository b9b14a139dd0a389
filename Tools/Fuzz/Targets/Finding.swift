/// What a target has found wrong: the program broke a promise without stopping.
public struct Finding: Error, CustomStringConvertible {
  /// What was promised, and what came instead.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Throws a ``Finding`` unless the promise was kept.
func expect(_ isKept: Bool, _ promise: @autoclosure () -> String) throws(Finding) {
  guard isKept else { throw Finding(promise()) }
}

/// The value, which was promised not to be an error.
func expect<Value>(_ promise: @autoclosure () -> String, _ body: () throws -> Value) throws(Finding)
  -> Value
{
  do {
    return try body()
  } catch {
    throw Finding("\(promise()): \(error)")
  }
}
