import LMDB
import Records

extension StoredEvent {
  /// Reads an event from the bytes of its record, ``EventView/record``, whoever they come from.
  ///
  /// Encoding the event again gives the same bytes.
  ///
  /// - Throws: `LogError.malformed` with the field `record`, if they are not an event's record or
  ///   encoding what they say gives others.
  public init(record: [UInt8]) throws(LogError) {
    let position = unsafe RecordView(trusting: record.span.bytes).integer(
      EnvelopeRecord.Slot.position)
    guard let position, position > 0, record.count <= EnvelopeRecord.limit else {
      throw .malformed(field: "record")
    }
    do throws(LogError) {
      self = try unsafe EventView(record: record.span.bytes, at: UInt64(position)).stored
    } catch {
      throw .malformed(field: "record")
    }
    guard EnvelopeRecord.encode(envelope, payload: payload) == record else {
      throw .malformed(field: "record")
    }
  }
}

extension StoredEvent {
  /// The bytes of its record, as the log writes them.
  public var record: [UInt8] { EnvelopeRecord.encode(envelope, payload: payload) }
}
