import ClinicStore
import EventLog
import Records

/// Bytes as a line of NDJSON, as an import and as an export's.
struct EventLineFuzz {
  func run(_ input: [UInt8]) throws {
    _ = try? EventLine.parse(input.span.bytes, asRecorded: false)
    guard let parsed = try? EventLine.parse(input.span.bytes, asRecorded: true),
      let event = try? parsed.stored
    else { return }
    let line = EventLine.json(of: event)
    let again = try expect("a line that was written is read") {
      try EventLine.parse(line.span.bytes, asRecorded: true).stored
    }
    try expect(again == event, "a line that was written is read as the same event")
    try expect(EventLine.json(of: again) == line, "an event is written in one way")
    _ = try expect("a line that was exported can be imported") {
      try EventLine.parse(line.span.bytes, asRecorded: false)
    }
  }
}
