import ArgumentParser
import Clinic
import ClinicStore
import EventLog
import Records

/// `stipple show STREAM`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "The current state of a client, session, lot … field by field.",
    discussion: """
        stipple show session/S1
        stipple show client/C1 --json
      """)

  @Argument(help: "What to show, such as session/S1.")
  var stream: String

  @OptionGroup var options: StoreOptions

  func run() throws {
    let store = try ClinicStore.open(at: options.path)
    let name = try StreamID.required(stream)
    let row = try store.stateRow(name)
    let view = RecordView(trusting: row.record.span.bytes)
    let fields = row.table.record.fields
    if options.json {
      try options.write(
        Listing(
          columns: fields.map(\.name),
          rows: [
            fields.map { Cell.text(row.table.record.json(ofField: $0, in: row.record.span.bytes)) }
          ]))
      return
    }
    try options.write(
      Listing(
        columns: ["field", "value", "meaning"],
        rows: fields.filter { view.isPresent($0.slot) && !$0.isHidden }.map { field in
          [
            .text(field.name), .text(value(of: field, in: row.record, zone: store.zone)),
            .text(field.summary),
          ]
        }))
    options.say(Self.note(of: row, name: name))
  }

  /// A field's value for reading: its unit beside it, instants by the clinic's clocks.
  private func value(of field: Field, in record: [UInt8], zone: ClinicZone) -> String {
    if case .instant = field.kind,
      let microseconds = RecordView(trusting: record.span.bytes).integer(field.slot)
    {
      return zone.display(Instant(microseconds: microseconds))
    }
    let type = RecordType(id: 0, version: 0, name: "", summary: "", fields: [field])
    let text = EventDetail.plain(type.json(ofField: field, in: record.span.bytes))
    return field.unit.map { "\(text) \($0)" } ?? text
  }

  /// How many events stand behind the row, and whether any was amended.
  private static func note(of row: StoredRow, name: StreamID) -> String {
    let state = "\(row.version) \(row.version == 1 ? "event" : "events"), the last @\(row.last)"
    guard row.amended > 0 else { return "\(name.text) · \(state)" }
    return "\(name.text) · \(state) · \(row.amended) amended: stipple log --stream \(name.text)"
  }
}
