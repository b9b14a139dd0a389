import Clinic
package import EventLog
public import Records

extension EventLine {
  /// A line read: what to record, or, from an export, the event as it was recorded.
  public struct Parsed: Sendable {
    /// The entry to be recorded.
    public var entry: Entry
    /// The envelope's fields that only an export gives.
    public var recorded: AsRecorded?
  }

  /// What an export adds to a line.
  public struct AsRecorded: Sendable {
    var position: UInt64
    var version: UInt64
    var recordedAt: Instant
    var clock: Instant
    var deviations: [Deviation]
  }

  /// Reads one line.
  ///
  /// - Parameter asRecorded: whether the fields that an export adds are asked for, and kept; without
  ///   it they are ignored, but for `entry_mode`, which an import sets itself.
  /// - Throws: ``InputError`` with every problem of the line.
  public static func parse(_ line: RawSpan, asRecorded: Bool) throws(InputError) -> Parsed {
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    return try parse(line, asRecorded: asRecorded, by: &writer)
  }

  /// The same with a writer that is used for the data of many lines, one after the other.
  static func parse(
    _ line: RawSpan, asRecorded: Bool, by writer: inout RecordWriter
  ) throws(InputError) -> Parsed {
    let object: JSONOutline
    do throws(JSONError) {
      object = try JSONOutline(line, names: Name.type)
    } catch {
      throw InputError(path: "", message: error.description)
    }
    var reader = Reader(object, line)
    reader.refuseUnknown()
    let stream = reader.stream(.stream)
    let type = reader.type(.eventType)
    reader.schema(.schema, of: type)
    let occurred = reader.offsetInstant(.occurredAt)
    let precision = reader.word(.precision, as: Precision.self)
    let recordedBy = reader.id(.recordedBy)
    let payload = reader.data(.data, type, by: &writer)
    let recorded = asRecorded ? reader.recorded() : nil
    let mode = asRecorded ? reader.word(.entryMode, as: EntryMode.self) : .import
    guard reader.problems.isEmpty, let stream, let type, let payload, let recordedBy, let occurred
    else { throw InputError(reader.problems) }

    var entry = Entry(stream: stream, type: type, payload: payload, recordedBy: recordedBy)
    entry.occurredAt = OccurredAt(occurred, precision ?? .exact)
    entry.performedBy = reader.id(.performedBy, isRequired: false)
    entry.mode = mode ?? .import
    entry.eventID = reader.id(.eventID, limit: 128, isRequired: false)
    entry.expectedVersion = reader.count(.expectedVersion)
    entry.reason = reader.text(.lateReason) ?? reader.text(.reason)
    entry.isOverride = reader.boolean(.override) ?? false
    entry.correlation = reader.id(.correlation, isRequired: false)
    entry.causation = reader.count(.causation)
    guard reader.problems.isEmpty else { throw InputError(reader.problems) }
    return Parsed(entry: entry, recorded: recorded)
  }
}

extension EventLine.Parsed {
  /// The event as the export has it.
  ///
  /// - Throws: ``StoreError`` where the line names no stream that is there, or was not read as
  ///   recorded.
  package var stored: StoredEvent {
    get throws {
      guard let recorded, case .stream(let stream) = entry.stream, let occurred = entry.occurredAt
      else { throw StoreError(.badInput, "stream: new has no place in an export") }
      return StoredEvent(
        envelope: Envelope(
          position: recorded.position, stream: stream, version: recorded.version,
          type: entry.type.number, schema: entry.type.version,
          occurredAt: occurred.instant.instant, offsetMinutes: occurred.instant.offsetMinutes,
          precision: occurred.precision, recordedAt: recorded.recordedAt, clock: recorded.clock,
          recordedBy: entry.recordedBy, performedBy: entry.performedBy ?? entry.recordedBy,
          entryMode: entry.mode, lateReason: entry.reason, correlation: entry.correlation,
          causation: entry.causation, deviations: recorded.deviations, eventID: entry.eventID),
        payload: entry.payload)
    }
  }
}
