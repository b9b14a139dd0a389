public import EventLog
public import Records

/// What a fold sees of an entry beside what it says: its place, when it happened, and who did it.
///
/// No more than that, so that nothing else can change a state, and a whole log is folded without
/// making an envelope of every event. An entry in the log is read where it lies.
public struct FoldedEntry: ~Escapable {
  /// Place in the whole log.
  public let position: UInt64
  /// Place in its stream.
  public let version: UInt64
  /// When it happened, as corrected.
  public let occurredAt: Instant
  /// Who did it, as corrected; nil where that still lies in the log.
  private let performer: String?
  /// The entry's record in the log, which says who did it.
  private let record: RawSpan

  /// An entry as its stream reads it now.
  @_lifetime(immortal)
  public init(_ effective: EffectiveEvent) {
    position = effective.recorded.envelope.position
    version = effective.recorded.envelope.version
    occurredAt = effective.occurredAt
    performer = effective.performedBy
    record = RawSpan()
  }

  /// An entry where it lies in the log.
  @_lifetime(copy event)
  public init(_ event: borrowing EventView) {
    position = event.position
    version = event.version
    occurredAt = event.occurredAt
    performer = nil
    record = event.record
  }

  /// The staff id of whoever did it, as corrected; made only where a fold asks, which few do.
  public var performedBy: String { performer ?? EventView.performedBy(in: record) }

  /// The position, as rows keep it.
  var rowPosition: Int64 { Int64(clamping: position) }

  /// Whether what happened here is not before `moment`: if so it may override what was said of it.
  ///
  /// Entries fold in the order of their positions, so of two at one moment the later entry stands.
  func isNotBefore(_ moment: Instant?) -> Bool { moment.map { $0 <= occurredAt } ?? true }
}
