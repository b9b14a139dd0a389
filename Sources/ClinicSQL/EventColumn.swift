import EventLog
import Records

/// The columns of `events`, in order; the raw value counts them.
enum EventColumn: Int, CaseIterable {
  case position, stream, kind, id, version, type, schema, occurredAt, offsetMinutes, precision
  case recordedAt, clock, recordedBy, performedBy, entryMode, lateReason, correlation, causation
  case eventID, deviations, data

  /// The name in SQL.
  var name: String {
    switch self {
    case .occurredAt: "occurred_at"
    case .offsetMinutes: "offset_minutes"
    case .recordedAt: "recorded_at"
    case .recordedBy: "recorded_by"
    case .performedBy: "performed_by"
    case .entryMode: "entry_mode"
    case .lateReason: "late_reason"
    case .eventID: "event_id"
    default: "\(self)"
    }
  }

  /// One sentence.
  var summary: String {
    switch self {
    case .position: "place in the whole log, from 1, gapless; written @3041"
    case .stream: "the stream that it belongs to, such as session/S1"
    case .kind: "the kind of that stream"
    case .id: "the id of that stream"
    case .version: "place in its stream, from 1"
    case .type: "the type of event"
    case .schema: "the version of that type's schema"
    case .occurredAt: "when it happened, in UTC"
    case .offsetMinutes: "offset of the clock that this was read from, minutes east of UTC"
    case .precision: "how closely that is known"
    case .recordedAt: "when the log took it, in UTC"
    case .clock: "the raw clock at that moment, in UTC"
    case .recordedBy: "who entered it"
    case .performedBy: "who did it"
    case .entryMode: "when it was entered, as against when it happened"
    case .lateReason: "why it was entered late"
    case .correlation: "the visit that it belongs to"
    case .causation: "the position of the event that led to it"
    case .eventID: "the caller's own id"
    case .deviations: "the rules that it broke, as JSON"
    case .data: "what it says, as JSON"
    }
  }

  fileprivate var form: ColumnForm {
    switch self {
    case .position, .version, .schema, .offsetMinutes, .causation: .integer
    case .occurredAt, .recordedAt, .clock: .instant
    case .kind, .type, .precision, .entryMode: .word
    case .stream: .stream
    case .deviations: .json
    case .data: .payload
    default: .text
    }
  }
}

extension TableShape {
  static let logName = "events"

  /// The table `events`, straight from the log.
  convenience init(log: TableSource.Log) {
    let known = log.types()
    let columns = EventColumn.allCases.map { column -> SourceColumn in
      var source = SourceColumn(name: column.name, form: column.form, slot: column.rawValue)
      source.summary = column.summary
      source.isPersonal = [.lateReason, .deviations, .data].contains(column)
      switch column {
      case .stream, .kind: source.words = log.kinds
      case .type:
        source.words = known.reduce(into: []) { words, type in
          let number = Int(type.id)
          while words.count <= number { words.append("") }
          words[number] = type.name
        }
      case .precision: source.words = Precision.names
      case .entryMode: source.words = EntryMode.names
      default: break
      }
      return source
    }
    let types = known.map { (Self.eventKey(type: $0.id, version: $0.version), $0) }
    self.init(
      name: Self.logName, summary: "every event as it was recorded, in the order of the log",
      number: nil, record: Self.envelope, columns: [.moment] + columns, keyColumns: [1],
      keyForm: .position,
      keyPrefix: [],
      indexes: [
        SourceIndex(column: EventColumn.stream.rawValue + 1, prefix: [], target: .value)
      ],
      eventTypes: Dictionary(types) { first, _ in first })
  }

  /// The log reads its own envelope: no field of it is read by slot.
  private static let envelope = RecordType(
    id: 0, version: 0, name: "events", summary: "", fields: [])
}
