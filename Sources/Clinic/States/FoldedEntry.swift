public import EventLog
public import Records

/// What a fold sees of an entry beside what it says: its place, when it happened, and who did it.
///
/// No more than that, so that nothing else can change a state, and a whole log is folded without
/// making an envelope of every event.
public struct FoldedEntry: Hashable, Sendable {
  /// Place in the whole log.
  public let position: UInt64
  /// Place in its stream.
  public let version: UInt64
  /// When it happened, as corrected.
  public let occurredAt: Instant
  /// The staff id of whoever did it, as corrected.
  public let performedBy: String

  /// An entry as its stream reads it now.
  public init(_ effective: EffectiveEvent) {
    position = effective.recorded.envelope.position
    version = effective.recorded.envelope.version
    occurredAt = effective.occurredAt
    performedBy = effective.performedBy
  }

  /// An entry where it lies in the log.
  public init(_ event: borrowing EventView) {
    position = event.position
    version = event.version
    occurredAt = event.occurredAt
    performedBy = event.performedBy
  }

  /// The position, as rows keep it.
  var rowPosition: Int64 { Int64(clamping: position) }

  /// Whether what happened here is not before `moment`: if so it may override what was said of it.
  ///
  /// Entries fold in the order of their positions, so of two at one moment the later entry stands.
  func isNotBefore(_ moment: Instant?) -> Bool { moment.map { $0 <= occurredAt } ?? true }
}
