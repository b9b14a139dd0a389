/// Why a statement was not answered, in words for the person who wrote it.
///
/// It names what stands in the statement and in the schema, never a value of the store.
public struct SQLError: Error, Equatable, Sendable {
  /// What sort of refusal it is: what a caller decides its exit code by.
  public enum Kind: Sendable {
    /// The statement does not make sense, or its result is out of range.
    case sql
    /// The statement would write.
    case readOnly
    /// The statement uses what is switched off here.
    case notAllowed
    /// A person cancelled it.
    case interrupted
    /// The store's bytes are not what was written.
    case damaged
    /// The store cannot be read just now.
    case busy
    /// It needs more memory or longer values than the limits allow.
    case tooBig
    /// A fault of ours.
    case `internal`
  }

  /// What sort of refusal it is.
  public var kind: Kind
  /// What is wrong.
  public var message: String
  /// One thing to write or run instead.
  public var hint: String?
  /// The state that is left behind.
  public var note: String?
  /// Where in the statement it is, in bytes of UTF-8 from its beginning (`sqlite3_error_offset`).
  public var offset: Int?

  /// An error by its parts.
  public init(
    _ kind: Kind, _ message: String, hint: String? = nil, note: String? = nil, offset: Int? = nil
  ) {
    self.kind = kind
    self.message = message
    self.hint = hint
    self.note = note
    self.offset = offset
  }
}

extension SQLError: CustomStringConvertible {
  /// The message and what goes with it, without the statement.
  public var description: String { render(source: nil) }
}
