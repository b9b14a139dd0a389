public import Records

/// Where the log ends.
public struct Head: Hashable, Sendable {
  /// The last event's position; 0 in an empty log.
  public var position: UInt64
  /// When the last event was recorded; nil in an empty log.
  public var recordedAt: Instant?

  /// A head by its parts.
  public init(position: UInt64, recordedAt: Instant?) {
    self.position = position
    self.recordedAt = recordedAt
  }
}

/// The head as kept beside the log.
///
/// It is kept, and not only read from the log's last entry, because no event's checksum notices that
/// the event is gone: a scan must end where this says.
struct HeadRecord {
  var position: UInt64 = 0
  var recordedAt = Instant(microseconds: .min)
  /// The last of the events taken as recorded elsewhere, with which the log begins.
  var importedThrough: UInt64 = 0

  var head: Head { Head(position: position, recordedAt: position == 0 ? nil : recordedAt) }

  /// Schema numbers under 100 are the log's own.
  private static let schema: UInt16 = 3
  private static let version: UInt16 = 1

  private enum Slot {
    static let position = 0
    static let recordedAt = 1
    static let importedThrough = 2
    static let count = 3
  }

  init() {}

  /// Nil if the bytes are not as written.
  init?(sealed bytes: RawSpan) {
    guard let body = Checksum.body(of: bytes) else { return nil }
    let record = RecordView(trusting: body)
    guard record.schema == Self.schema, record.version == Self.version,
      let position = record.integer(Slot.position),
      let recordedAt = record.instant(Slot.recordedAt),
      let importedThrough = record.integer(Slot.importedThrough)
    else { return nil }
    self.position = UInt64(bitPattern: position)
    self.recordedAt = recordedAt
    self.importedThrough = UInt64(bitPattern: importedThrough)
  }

  var sealed: [UInt8] {
    var writer = RecordWriter(schema: Self.schema, version: Self.version, slots: Slot.count)
    writer.set(Slot.position, integer: Int64(bitPattern: position))
    writer.set(Slot.recordedAt, instant: recordedAt)
    writer.set(Slot.importedThrough, integer: Int64(bitPattern: importedThrough))
    return Checksum.sealed(writer.finish())
  }

  /// Moves to an event that has been put behind it.
  mutating func take(_ envelope: Envelope) {
    position = envelope.position
    recordedAt = envelope.recordedAt
  }
}
