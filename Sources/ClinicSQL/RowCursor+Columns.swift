import CSQLite
import EventLog
import Records

// What a column of the row that the cursor stands on is to SQL (`xColumn`).
extension RowCursor {
  /// Gives SQLite the value of a column.
  mutating func column(_ place: Int, into context: OpaquePointer?) throws(ScanFailure) {
    if isLog { return try eventColumn(place, into: context) }
    // Where it lies, since a copy of it would be made at each column.
    let plan = plans + place
    let slot = plan.pointee.slot
    let view = RecordView(trusting: RawSpan(_unsafeBytes: row))
    guard let word = view.integer(slot) else {
      if plan.pointee.form == .moment { echo.result(into: context) }
      return
    }
    switch plan.pointee.form {
    case .integer: sqlite3_result_int64(context, word)
    case .decimal: sqlite3_result_double(context, Double(word) / plan.pointee.divisor)
    case .date: Self.date(word, into: context)
    case .instant: Self.instant(word, into: context)
    case .text:
      guard let text = view.terminatedUTF8(slot) else { throw unreadable(place) }
      let start = text.withUnsafeBytes { $0.baseAddress }
      if hindsight.isCopied {
        // Its buffer is used again for the next row.
        sqlite3_result_text(context, start?.assumingMemoryBound(to: CChar.self), -1, transient)
      } else {
        Self.stored(start, into: context)
      }
    case .word: try self.word(word, plan.pointee, place, into: context)
    case .json: json(plan.pointee.field, into: context)
    case .stream, .payload, .moment: break
    }
  }

  @inline(never)
  private mutating func json(_ field: Int, into context: OpaquePointer?) {
    let record = module.takeUnretainedValue().shape.record
    Self.copied(
      record.json(ofField: record.fields[field], in: RawSpan(_unsafeBytes: row)), into: context)
  }

  @inline(never)
  private mutating func eventColumn(
    _ place: Int, into context: OpaquePointer?
  ) throws(ScanFailure) {
    let plan = plans[place]
    guard let column = EventColumn(rawValue: plan.slot) else {
      echo.result(into: context)
      return
    }
    switch column {
    case .position: sqlite3_result_int64(context, Int64(bitPattern: event.position))
    case .stream:
      guard let kind = plan.word(Int64(event.kind)) else { throw unreadable(place) }
      let id = String(decoding: event.id, as: UTF8.self)
      Self.copied(String(cString: kind) + "/" + id, into: context)
    case .kind: try word(Int64(event.kind), plan, place, into: context)
    case .id: mapped(event.id, into: context)
    case .version: sqlite3_result_int64(context, Int64(bitPattern: event.version))
    case .type: try word(Int64(event.type), plan, place, into: context)
    case .schema: sqlite3_result_int64(context, Int64(event.schema))
    case .occurredAt: Self.instant(event.occurredAt, into: context)
    case .offsetMinutes: sqlite3_result_int64(context, Int64(event.offsetMinutes))
    case .precision: try word(Int64(event.precision), plan, place, into: context)
    case .recordedAt: Self.instant(event.recordedAt, into: context)
    case .clock: Self.instant(event.clock, into: context)
    case .recordedBy: mapped(event.recordedBy, into: context)
    case .performedBy: mapped(event.performedBy, into: context)
    case .entryMode: try word(Int64(event.entryMode), plan, place, into: context)
    case .lateReason: Self.copied(event.rest { $0.lateReason } ?? nil, into: context)
    case .correlation: Self.copied(event.rest { $0.correlation } ?? nil, into: context)
    case .causation:
      if let causation = event.causation { sqlite3_result_int64(context, causation) }
    case .eventID: Self.copied(event.rest { $0.eventID } ?? nil, into: context)
    case .deviations:
      guard event.hasDeviations else { return }
      Self.copied(event.rest { Self.json($0.deviations) }, into: context)
    case .data:
      let shape = module.takeUnretainedValue().shape
      let key = TableShape.eventKey(type: event.type, version: event.schema)
      guard let type = shape.eventTypes[key] else { throw unreadable(place) }
      Self.copied(type.json(of: RawSpan(_unsafeBytes: event.payload)), into: context)
    }
  }

  @inline(__always)
  private mutating func word(
    _ code: Int64, _ plan: ColumnPlan, _ place: Int, into context: OpaquePointer?
  ) throws(ScanFailure) {
    guard let word = plan.word(code) else { throw unreadable(place) }
    sqlite3_result_text(context, word, -1, nil)
  }

  /// A value that this version cannot show: written by a newer one, since the checksum holds.
  @inline(never)
  private mutating func unreadable(_ place: Int) -> ScanFailure {
    let shape = module.takeUnretainedValue().shape
    return .unreadable("\(shape.columns[place].name) of \(self.place(shape))")
  }

  /// The row that the cursor stands on, as a message names it.
  mutating func place(_ shape: TableShape) -> String {
    if hindsight.takesPast, let key = hindsight.walk?.rowKey {
      return key.withUnsafeBytes { shape.place(of: $0) }
    }
    let key = plan.index == nil ? walk?.key : lookup?.key
    return key.map { shape.place(of: $0) } ?? shape.name
  }

  /// Text that lies in the map until the transaction ends: SQLite takes no copy if a NUL follows.
  private mutating func mapped(_ bytes: UnsafeRawBufferPointer, into context: OpaquePointer?) {
    guard let start = bytes.baseAddress, let end = event.value.baseAddress else { return }
    let next = start - end + bytes.count
    if next < event.value.count, event.value[next] == 0 {
      Self.stored(start, into: context)
    } else {
      Self.copied(String(decoding: bytes, as: UTF8.self), into: context)
    }
  }

  /// `SQLITE_STATIC`, its length left to its NUL: with a length given SQLite would take a copy.
  private static func stored(_ start: UnsafeRawPointer?, into context: OpaquePointer?) {
    sqlite3_result_text(context, start?.assumingMemoryBound(to: CChar.self), -1, nil)
  }

  @inline(never)
  private static func copied(_ text: String?, into context: OpaquePointer?) {
    guard var text else { return }
    text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else {
        sqlite3_result_text(context, "", 0, transient)
        return
      }
      start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_result_text64(context, $0, UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
      }
    }
  }

  @inline(never)
  private static func instant(_ microseconds: Int64, into context: OpaquePointer?) {
    TimeText.withInstant(microseconds) { text, count in
      sqlite3_result_text(context, text, count, transient)
    }
  }

  @inline(never)
  private static func date(_ days: Int64, into context: OpaquePointer?) {
    TimeText.withDate(days) { text, count in
      sqlite3_result_text(context, text, count, transient)
    }
  }

  private static func json(_ deviations: [Deviation]) -> String {
    var text = JSONText()
    text.appendRaw("[")
    for (place, deviation) in deviations.enumerated() {
      text.appendRaw(place == 0 ? "{\"rule\":" : ",{\"rule\":")
      text.appendInteger(Int64(deviation.rule))
      for (name, value) in [
        ("limit", deviation.limit), ("observed", deviation.observed), ("reason", deviation.reason),
        ("authorised_by", deviation.authorisedBy),
      ] {
        text.appendRaw(",\"\(name)\":")
        text.appendString(value)
      }
      text.appendRaw("}")
    }
    text.appendRaw("]")
    return text.string
  }
}

extension ColumnPlan {
  /// The word of a code, in memory that lives as long as the connection.
  @inline(__always)
  func word(_ code: Int64) -> UnsafePointer<CChar>? {
    guard code >= 0, code < wordCount, let words else { return nil }
    return words[Int(code)]
  }
}
