import Records

extension EventLine {
  /// What a line's members are called.
  enum Name: UInt8, Vocabulary {
    // In the order in which an export writes them, so that reading finds each at the first look.
    case position, stream, version, eventType, schema, occurredAt, precision, recordedAt, clock
    case recordedBy, performedBy, entryMode, lateReason, correlation, causation, eventID
    case deviations, data
    // What only an entry to be recorded says.
    case expectedVersion, override, reason

    static let names = [
      "position", "stream", "version", "type", "schema", "occurred_at", "precision", "recorded_at",
      "clock", "recorded_by", "performed_by", "entry_mode", "late_reason", "correlation",
      "causation", "event_id", "deviations", "data", "expected_version", "override", "reason",
    ]
    static let type = EnumType(name: "EventLineName", words: names)
  }
}
