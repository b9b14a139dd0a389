import Clinic
import ClinicStore
import EventLog
import Records

/// Bytes as an event's or a row's record: the first byte says which, the header is made to fit.
struct RecordFuzz {
  /// A kind of record, and how a value of it is read and written again.
  private struct Kind {
    let type: RecordType
    let again: ([UInt8]) throws -> [UInt8]
  }

  private let kinds =
    EventType.all.map { type in
      Kind(type: type.record) { bytes in
        try ClinicEvent(type: type.number, version: type.version, payload: bytes.span.bytes)
          .encoded()
      }
    } + TableRow.all.map { Kind(type: $0.type, again: $0.again) }

  func run(_ input: [UInt8]) throws {
    guard let first = input.first else { return }
    var bytes = Array(input.dropFirst())
    try readEnvelope(bytes)
    readAll(RecordView(trusting: bytes.span.bytes), depth: 0)

    let kind = kinds[Int(first) % kinds.count]
    let header = UInt32(kind.type.id) | UInt32(kind.type.version) << 16
    for place in 0..<min(4, bytes.count) {
      bytes[place] = UInt8(truncatingIfNeeded: header >> UInt32(8 * place))
    }
    try read(bytes, as: kind)
    // One field a run: the last byte says which.
    guard !kind.type.fields.isEmpty else { return }
    let field = kind.type.fields[Int(bytes.last ?? 0) % kind.type.fields.count]
    _ = kind.type.json(ofField: field, in: bytes.span.bytes)
    if let without = try? kind.type.setting(field, toJSON: "null", in: bytes.span.bytes) {
      _ = kind.type.json(of: without.span.bytes)
    }
  }

  /// What can be read must be written so that it reads the same, and its JSON too.
  private func read(_ bytes: [UInt8], as kind: Kind) throws {
    let text = kind.type.json(of: bytes.span.bytes)
    if let written = try? kind.again(bytes) {
      let again = try expect("what was encoded decodes") { try kind.again(written) }
      try expect(again == written, "what was encoded encodes again to the same bytes")
    }
    if let record = try? kind.type.record(fromJSON: text) {
      let canonical = kind.type.json(of: record.span.bytes)
      let again = try expect("a record's JSON is taken again") {
        try kind.type.record(fromJSON: canonical)
      }
      try expect(again == record, "a record's JSON gives the same record")
    }
  }

  /// The bytes as a value of the log with a checksum that fits, such as a forger would write.
  private func readEnvelope(_ bytes: [UInt8]) throws {
    var value = bytes
    if value.count >= 4 {
      // The schema and version of the envelope's own record.
      value.replaceSubrange(0..<4, with: [1, 0, 1, 0])
    }
    Checksum.append(to: &value)
    let position = RecordView(trusting: bytes.span.bytes).integer(0) ?? 1
    guard
      let view = try? EventView(checking: value.span.bytes, at: UInt64(bitPattern: position))
    else { return }
    let event = view.stored
    _ = view.hasDeviations
    _ = EventLine.json(of: event)
  }

  /// Asks for every slot in every way.
  private func readAll(_ view: RecordView, depth: Int) {
    for slot in -1...min(view.slotCount, 70) {
      _ = view.integer(slot)
      _ = view.text(slot)
      _ = view.utf8(slot)?.byteCount
      _ = view.terminatedUTF8(slot)?.byteCount
      _ = view.instant(slot)?.rfc3339
      _ = view.instant(slot)?.sql
      _ = view.date(slot)?.iso
      _ = view.decimal(slot, scale: 3)?.description
      _ = try? view.texts(slot)
      if let nested = view.nested(slot), depth < 2 {
        readAll(RecordView(trusting: nested), depth: depth + 1)
      }
      guard let list = view.list(slot) else { continue }
      for index in -1...min(list.count, depth == 0 ? 12 : 2) {
        _ = list.integer(index)
        _ = list.text(index)
        if let nested = list.nested(index), depth < 1 {
          readAll(RecordView(trusting: nested), depth: depth + 1)
        }
      }
    }
  }
}
