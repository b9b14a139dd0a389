import Clinic
import ClinicStore
import EventLog
import Records

/// What can be recorded, as rows: what `record --keys` prints of every type, and with a type of its keys.
enum KeyListing {
  /// The types of events, by the kind of stream that they belong to.
  static var types: Listing {
    let kinds = StreamKind.allCases
    let types = kinds.flatMap { kind in EventType.all.filter { $0.stream == kind } }
    return Listing(
      columns: ["type", "stream", "meaning"],
      rows: (types + EventType.all.filter { $0.stream == nil }).map { type in
        [.text(type.name), .text(type.stream?.name ?? "any"), .text(type.record.summary)]
      })
  }

  static func listing(of type: EventType) -> Listing {
    Listing(
      columns: ["key", "needed", "takes", "meaning"],
      rows: type.record.fields.map { field in
        [
          .text(field.name), .text(field.isRequired ? "yes" : ""), .text(takes(field)),
          .text(field.summary),
        ]
      })
  }

  /// What a value of the field looks like: its kind, unit and range, or its words.
  static func takes(_ field: Field) -> String {
    if let kind = field.refers { return "id of a \(kind)" }
    var text = describe(field.kind)
    if let range = range(field) { text += " \(range)" }
    if let unit = field.unit { text += " \(unit)" }
    return text
  }

  private static func describe(_ kind: Field.Kind) -> String {
    switch kind {
    case .boolean: "true or false"
    case .integer: "whole number"
    case .decimal(let scale): "number, \(scale) decimals"
    case .date: "date"
    case .instant: "time, such as 2026-03-01T10:05"
    case .text: "text"
    case .json: "JSON"
    case .enumeration(let type): type.words.joined(separator: " | ")
    case .structure(let record):
      "JSON object of " + record.fields.map(\.name).joined(separator: ", ")
    case .list(.structure(let record)):
      "JSON array of objects of " + record.fields.map(\.name).joined(separator: ", ")
    case .list(let element): "list of \(describe(element))"
    }
  }

  private static func range(_ field: Field) -> String? {
    let scale =
      switch field.kind {
      case .decimal(let scale): scale
      default: 0
      }
    func number(_ units: Int64) -> String { ScaledDecimal(units: units, scale: scale).description }
    switch (field.limits.minimum, field.limits.maximum) {
    case (nil, nil): return nil
    case (let low?, nil): return (field.limits.exclusiveMinimum ? "over " : "from ") + number(low)
    case (nil, let high?): return "to \(number(high))"
    case (let low?, let high?):
      return (field.limits.exclusiveMinimum ? "over " : "") + "\(number(low)) to \(number(high))"
    }
  }
}

/// What the log answered, as rows: one a recorded event.
enum ReceiptListing {
  static func listing(of receipts: [Receipt], zone: ClinicZone) -> Listing {
    Listing(
      columns: ["event", "stream", "version", "type", "recorded_at", "written"],
      rows: receipts.map { receipt in
        let envelope = receipt.envelope
        return [
          .text("@\(envelope.position)"), .text(envelope.stream.text),
          .integer(Int64(envelope.version)), .text(receipt.type.name),
          .text(zone.display(envelope.recordedAt)),
          .text(receipt.isRepeat ? "before: this event_id was known" : "now"),
        ]
      })
  }
}

extension StoreOptions {
  /// Prints what the log answered, and beside it which rules an entry was taken in spite of.
  func write(_ receipts: [Receipt], zone: ClinicZone) throws(OutputError) {
    try write(ReceiptListing.listing(of: receipts, zone: zone))
    for receipt in receipts where !receipt.isRepeat {
      for deviation in receipt.envelope.deviations {
        say("note: recorded despite rule \(deviation.rule): \(visible(deviation.observed))")
      }
    }
  }
}

/// Reads `@41` or `41` as a position.
func parsePosition(_ text: String) throws(Message) -> UInt64 {
  let digits = text.hasPrefix("@") ? text.dropFirst() : text[...]
  guard let position = UInt64(digits), position > 0 else {
    throw Message(
      "cannot read '\(text)' as an event's position", hint: "@41", status: .usage)
  }
  return position
}
