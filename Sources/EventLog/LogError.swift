public import LMDB
public import Records

/// Why the log refused, or could not answer.
///
/// It carries ids, positions, versions and times, never what an event says.
public enum LogError: Error, Equatable, Sendable {
  /// The stream has another version than the caller expected; 0 is a stream not begun.
  case versionMismatch(stream: StreamID, expected: UInt64, actual: UInt64)
  /// The event id stands for another event; `differs` is the first field given otherwise.
  ///
  /// `stream` is the refused draft's, nil if it asked for a new one.
  case eventIDTaken(
    eventID: String, first: UInt64, firstStream: StreamID, stream: StreamID?, differs: String)
  /// A stream of that kind is there already under an id that differs only in case.
  case idDiffersInCase(given: StreamID, existing: StreamID)
  /// The machine's clock is more than 5 minutes behind the last entry, and nobody confirmed it.
  case clockBehind(clock: Instant, head: Instant)
  /// The event's record would be longer than the log takes.
  case tooLarge(bytes: Int, limit: Int)
  /// A field of the envelope is not in its form.
  case malformed(field: String)
  /// Events as recorded go only into an empty log, and this one has events of its own.
  case notEmpty(head: UInt64)
  /// An event as recorded does not follow from the one before in this field.
  case outOfSequence(field: String, position: UInt64)
  /// Bytes that the log once wrote are not what they were, or are gone.
  case damaged(position: UInt64?, what: String)
  /// LMDB could not do it.
  case storage(LMDBError)
}

extension LogError: LMDBErrorConvertible {
  /// Wraps a failure of the storage.
  public init(_ error: LMDBError) { self = .storage(error) }

  /// An event that the log must have and has not.
  static func gone(_ position: UInt64) -> LogError {
    .damaged(position: position, what: "it is gone")
  }
}

extension LogError: CustomStringConvertible {
  /// What is wrong, in one line, without a full stop.
  public var description: String {
    switch self {
    case .versionMismatch(let stream, let expected, 0):
      "\(stream.id) is not begun, version \(expected) was expected"
    case .versionMismatch(let stream, let expected, let actual):
      "\(stream.id) is at version \(actual), not \(expected)"
    case .eventIDTaken(let eventID, let first, let firstStream, let stream, let differs):
      """
      event_id \(eventID) is @\(first) in \(firstStream.id) already; \
      this one\(stream.map { ", for \($0.id)," } ?? "") differs in \(differs)
      """
    case .idDiffersInCase(let given, let existing):
      "\(given.id) differs only in case from \(existing.id)"
    case .clockBehind(let clock, let head):
      "the clock says \(clock.rfc3339), but the last event was recorded at \(head.rfc3339)"
    case .tooLarge(let bytes, let limit):
      "the event takes \(bytes) bytes, over the limit of \(limit)"
    case .malformed(let field):
      "\(field) is not in its form"
    case .notEmpty(let head):
      "the log is not empty: it has events of its own, up to @\(head)"
    case .outOfSequence(let field, let position):
      "\(field) of @\(position) does not follow from the event before"
    case .damaged(let position?, let what):
      "@\(position) is damaged: \(what)"
    case .damaged(nil, let what):
      "the log is damaged: \(what)"
    case .storage(let error):
      error.description
    }
  }

  /// What state the log is left in.
  public var stateLeft: String {
    switch self {
    case .versionMismatch, .eventIDTaken, .idDiffersInCase, .clockBehind, .tooLarge, .malformed,
      .notEmpty, .outOfSequence:
      "nothing of this event was written"
    case .damaged:
      "nothing was changed"
    case .storage(let error):
      error.state
    }
  }
}
