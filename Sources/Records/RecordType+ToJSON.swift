/// Which fields of a record its JSON holds.
public enum JSONContent: Sendable {
  /// Every field that is present.
  case all
  /// Those that are not personal (†), in the records within it as well.
  case withoutPersonal
}

extension RecordType {
  /// Appends a record as an object without white space.
  ///
  /// The fields present stand in the file's order, decimals with all their places. The same record
  /// always gives the same text.
  public func json(
    of view: RecordView, into text: inout JSONText, _ content: JSONContent = .all
  ) {
    text.bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (index, rule) in rules.enumerated() where view.isPresent(rule.slot) {
      if content == .withoutPersonal, fields[index].isPersonal { continue }
      let mark = text.bytes.count
      if !isFirst { text.bytes.append(UInt8(ascii: ",")) }
      text.bytes.append(UInt8(ascii: "\""))
      names.append(index, to: &text.bytes)
      text.bytes.append(UInt8(ascii: "\""))
      text.bytes.append(UInt8(ascii: ":"))
      if write(index, rule, of: view, into: &text, content) {
        isFirst = false
      } else {
        // A slot that points nowhere reads as absent.
        text.bytes.removeSubrange(mark...)
      }
    }
    text.bytes.append(UInt8(ascii: "}"))
  }

  /// A record as an object (see ``json(of:into:)``).
  public func json(of record: RawSpan) -> String {
    var text = JSONText()
    json(of: RecordView(trusting: record), into: &text)
    return text.string
  }

  /// One field's value as JSON; `null` if it is absent.
  public func json(ofField field: Field, in record: RawSpan) -> String {
    var text = JSONText()
    let view = RecordView(trusting: record)
    guard let index = rules.firstIndex(where: { $0.slot == field.slot }),
      view.isPresent(field.slot), write(index, rules[index], of: view, into: &text, .all)
    else { return "null" }
    return text.string
  }

  /// Appends one field's value; false, with nothing of use appended, if it cannot be read.
  private func write(
    _ index: Int, _ rule: FieldRule, of view: RecordView, into text: inout JSONText,
    _ content: JSONContent
  ) -> Bool {
    let slot = rule.slot
    switch rule.tag {
    case .boolean:
      text.appendRaw(view.integer(slot) == 0 ? "false" : "true")
    case .integer:
      text.appendInteger(view.integer(slot) ?? 0)
    case .decimal:
      ScaledDecimal(units: view.integer(slot) ?? 0, scale: rule.scale).append(to: &text.bytes)
    case .date:
      text.bytes.append(UInt8(ascii: "\""))
      CalendarDate(days: view.integer(slot) ?? 0).append(to: &text.bytes)
      text.bytes.append(UInt8(ascii: "\""))
    case .instant:
      let instant = Instant(microseconds: view.integer(slot) ?? 0)
      text.bytes.append(UInt8(ascii: "\""))
      OffsetInstant(instant: instant, offsetMinutes: 0).append(to: &text.bytes)
      text.bytes.append(UInt8(ascii: "\""))
    case .text:
      guard let utf8 = view.utf8(slot) else { return false }
      text.appendString(utf8: utf8)
    case .json:
      guard let utf8 = view.utf8(slot) else { return false }
      utf8.withUnsafeBytes { text.bytes.append(contentsOf: $0) }
    case .enumeration:
      guard case .enumeration(let type) = fields[index].kind else { return false }
      type.write(view.integer(slot) ?? 0, into: &text)
    case .structure:
      guard case .structure(let type) = fields[index].kind, let nested = view.nested(slot) else {
        return false
      }
      type.json(of: RecordView(trusting: nested), into: &text, content)
    case .list:
      guard case .list(let kind) = fields[index].kind, let list = view.list(slot) else {
        return false
      }
      Self.write(list, of: kind, into: &text, content)
    }
    return true
  }

  private static func write(
    _ list: ListView, of kind: Field.Kind, into text: inout JSONText, _ content: JSONContent
  ) {
    text.bytes.append(UInt8(ascii: "["))
    for index in 0..<list.count {
      if index > 0 { text.bytes.append(UInt8(ascii: ",")) }
      switch kind {
      case .enumeration(let type):
        type.write(list.integer(index) ?? 0, into: &text)
      case .structure(let type):
        guard let nested = list.nested(index) else { fallthrough }
        type.json(of: RecordView(trusting: nested), into: &text, content)
      case .text:
        guard let utf8 = list.utf8(index) else { fallthrough }
        text.appendString(utf8: utf8)
      default:
        text.appendRaw("null")
      }
    }
    text.bytes.append(UInt8(ascii: "]"))
  }
}

extension EnumType {
  /// Appends a code's word; a code past the words that are known shows as `"#12"`.
  fileprivate func write(_ code: Int64, into text: inout JSONText) {
    text.bytes.append(UInt8(ascii: "\""))
    if code >= 0, code < Int64(words.count) {
      table.append(Int(code), to: &text.bytes)
    } else {
      text.bytes.append(UInt8(ascii: "#"))
      text.bytes.appendInteger(code)
    }
    text.bytes.append(UInt8(ascii: "\""))
  }
}
