/// Numbers, texts, days, moments and words, each held to its field's limits.
extension RecordReader {
  /// The number in units of the field's scale, or nil with the problem noted.
  mutating func number(
    _ digits: UnsafeRawBufferPointer, _ rule: FieldRule, _ field: @autoclosure () -> Field
  ) -> Int64? {
    switch DecimalReading(digits, scale: rule.scale) {
    case .exact(let value):
      if value > rule.maximum {
        noteRange(digits, "is over", rule.maximum, rule, field())
      } else if value < rule.minimum {
        noteRange(digits, "is under", rule.minimum, rule, field())
      } else if value == rule.minimum, rule.exclusiveMinimum {
        noteRange(digits, "is not over", rule.minimum, rule, field())
      } else {
        return value
      }
    case .tooFine:
      let places =
        rule.scale == 0
        ? "is no whole number"
        : "has more than \(rule.scale) decimal place\(rule.scale == 1 ? "" : "s")"
      note(field().name, Self.shown(digits, rule) + places)
    case .tooLarge:
      if rule.maximum != Int64.max, digits.first != UInt8(ascii: "-") {
        noteRange(digits, "is over", rule.maximum, rule, field())
      } else if rule.minimum != Int64.min, digits.first == UInt8(ascii: "-") {
        noteRange(digits, "is under", rule.minimum, rule, field())
      } else {
        note(field().name, "is more than 64 bits hold")
      }
    case .malformed:
      note(field().name, "expected a number")
    }
    return nil
  }

  private mutating func noteRange(
    _ digits: UnsafeRawBufferPointer, _ relation: String, _ limit: Int64, _ rule: FieldRule,
    _ field: Field
  ) {
    let limit = ScaledDecimal(units: limit, scale: rule.scale).description
    note(field.name, "\(Self.shown(digits, rule))\(relation) \(limit)")
  }

  /// The digits as written and a space, or nothing where they are personal or many.
  private static func shown(_ digits: UnsafeRawBufferPointer, _ rule: FieldRule) -> String {
    rule.isPersonal || digits.count > 24 ? "" : String(decoding: digits, as: UTF8.self) + " "
  }

  /// Puts a text into its slot, or notes the problem.
  mutating func text(
    _ string: JSONString, _ rule: FieldRule, _ field: @autoclosure () -> Field,
    into writer: inout RecordWriter
  ) {
    string.withBytes(in: scanner.bytes) { utf8 in
      let problem = Self.problem(
        utf8, form: rule.form, minLength: rule.minLength, maxLength: rule.maxLength)
      if let problem {
        note(field().name, problem.message, hint: problem.hint)
      } else {
        writer.setText(rule.slot, utf8)
      }
    }
  }

  /// What is wrong with a text, or nil.
  static func problem(
    _ bytes: UnsafeRawBufferPointer, form: TextForm, minLength: Int, maxLength: Int
  ) -> (message: String, hint: String?)? {
    // A text has at most as many scalars as bytes, so most are never counted.
    if bytes.count > maxLength || bytes.count < minLength * 4 {
      let count = bytes.scalarCount
      if count < minLength {
        if count == 0 { return ("is empty", nil) }
        return ("is \(count) characters, under \(minLength)", nil)
      }
      if count > maxLength { return ("is \(count) characters, over \(maxLength)", nil) }
    }
    return form.holds(bytes) ? nil : form.refusal
  }

  /// The 8 bytes of a day, moment or word of `words`, or nil with the problem noted.
  mutating func fixed(
    _ string: JSONString, _ tag: FieldRule.Tag, _ words: WordTable?,
    _ field: @autoclosure () -> Field
  ) -> Int64? {
    let bytes = scanner.bytes
    switch tag {
    case .date:
      let day = string.withBytes(in: bytes) { CalendarDate(iso: $0) }
      if let day { return day.days }
      let field = field()
      note(field.name, shown(string, field) + "is no date", hint: "a date such as 2026-03-01")
    case .instant:
      let moment = string.withBytes(in: bytes) { OffsetInstant(rfc3339: $0) }
      if let moment { return moment.instant.microseconds }
      let field = field()
      note(
        field.name, shown(string, field) + "is no time",
        hint: "a time such as 2026-03-01T10:05:00+00:00")
    default:
      let code = string.withBytes(in: bytes) { words?.index(of: $0) }
      if let code { return Int64(code) }
      noteWord(string.text(in: bytes), field())
    }
    return nil
  }

  /// A date or time as written and a space, or nothing where it is personal or looks like neither.
  private func shown(_ string: JSONString, _ field: Field) -> String {
    guard !field.isPersonal, !string.isEscaped, (1...40).contains(string.end - string.start) else {
      return ""
    }
    let bytes = UnsafeRawBufferPointer(rebasing: scanner.bytes[string.start..<string.end])
    let isPlain = bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: ":"),
        UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "T"), UInt8(ascii: "Z"):
        true
      default: false
      }
    }
    return isPlain ? String(decoding: bytes, as: UTF8.self) + " " : ""
  }

  private mutating func noteWord(_ word: String, _ field: Field) {
    let type: EnumType
    switch field.kind {
    case .enumeration(let own), .list(.enumeration(let own)): type = own
    default: return
    }
    let name = type.name.split(separator: "_").joined(separator: " ")
    guard !field.isPersonal, Self.isShowable(word) else {
      note(field.name, "no such \(name)", hint: type.words.joined(separator: ", "))
      return
    }
    note(
      field.name, "no such \(name): \(word)", hint: Suggestion.hint(for: word, among: type.words))
  }
}
