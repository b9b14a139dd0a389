import Foundation
import Records

/// Every change of one thing that a schema knows of, to a value that it takes.
enum Changes {
  /// A value in place of another, at a path from it: `` or `[1]` or `.percent`.
  private typealias Other = (fault: Fault, path: String, value: JSONValue)

  /// To the members of an object.
  static func to(_ object: JSONValue, _ form: SchemaForm) -> [Change] {
    guard case .object(let members) = object else { return [] }
    var changes = [
      Change(
        fault: .unknownField, path: "no_such_field", member: "no_such_field",
        replacement: [.init(key: "no_such_field", value: .number("1"))])
    ]
    for member in members {
      let name = member.key
      guard let inner = form.property(name) else { continue }
      changes.append(
        Change(
          fault: form.requires(name) ? .requiredLeftOut : .optionalLeftOut, path: name,
          member: name, replacement: []))
      changes.append(
        Change(fault: .writtenTwice, path: name, member: name, replacement: [member, member]))
      for other in others(than: member.value, inner) {
        var change = Change(
          fault: other.fault, path: name + other.path, member: name,
          replacement: [.init(key: name, value: other.value)])
        if inner.isTrue("x-personal"), case .string(let text) = other.value, text.count > 3 {
          change.secret = text
        }
        changes.append(change)
      }
    }
    return changes
  }

  private static func others(than value: JSONValue, _ form: SchemaForm) -> [Other] {
    if case .anything = form.kind {
      return [.null, .number("-1.50e3"), .string("7"), .array([]), .object([])]
        .map { (.anyJSON, "", $0) }
    }
    var others: [Other] = [(.null, "", .null)]
    switch form.kind {
    case .anything: break
    case .boolean: others += [.number("1"), .string("true")].map { (.otherKind, "", $0) }
    case .integer: others += numbers(value, form, scale: 0)
    case .decimal(let scale): others += numbers(value, form, scale: scale)
    case .word: others += words(value)
    case .day: others += days
    case .moment: others += moments
    case .text: others += texts(form)
    case .list: others += lists(value, form)
    case .object:
      others += [.array([value]), .string("{}")].map { (.otherKind, "", $0) }
      for change in to(value, form) {
        others.append(
          (change.fault, "." + change.path, Change.applying([change], to: value)))
      }
    }
    return others
  }

  // MARK: Numbers

  private static func numbers(_ value: JSONValue, _ form: SchemaForm, scale: Int) -> [Other] {
    guard case .number(let digits) = value, let number = Decimal(string: digits) else { return [] }
    let unit = Decimal(sign: .plus, exponent: -scale, significand: 1)
    var others: [Other] = [
      (.otherKind, "", .string(digits)), (.otherKind, "", .boolean(true)),
      (.farTooLarge, "", .number("1e40")), (.farTooLarge, "", .number("-1E+400")),
    ]
    func add(_ fault: Fault, _ number: Decimal) {
      others.append((fault, "", .number("\(number)")))
    }
    if let least = form.decimal("minimum") {
      add(.atLimit, least)
      add(.underLimit, least - unit)
    }
    if let floor = form.decimal("exclusiveMinimum") {
      add(.atLimit, floor + unit)
      add(.underLimit, floor)
      add(.underLimit, floor - unit)
    }
    if let most = form.decimal("maximum") {
      add(.atLimit, most)
      add(.overLimit, most + unit)
    }
    let exponent = digits.contains(".") ? "0E+0" : "e0"
    if scale == 0 {
      others += ["\(digits).0", "\(digits)e0", "\(digits).00E0"]
        .map { (.wholeWithPoint, "", .number($0)) }
      others.append((.fractionOfWhole, "", .number("\(digits).5")))
    } else {
      others += [digits + exponent, digits + (digits.contains(".") ? "00" : ".0000")]
        .map { (.moreZeros, "", .number($0)) }
      // Towards the middle of the range, so that nothing but the digit is wrong.
      let isTop = form.decimal("maximum").map { number + unit > $0 } ?? false
      add(.tooFine, isTop ? number - unit / 10 : number + unit / 10)
    }
    return others
  }

  // MARK: Strings

  private static func words(_ value: JSONValue) -> [Other] {
    guard case .string(let word) = value else { return [] }
    return [(.otherKind, "", .number("0")), (.otherKind, "", .array([value]))]
      + ["", "no_such_word", word + " ", word + "\n", word + "s", "\u{202E}" + word]
      .map { (.noSuchWord, "", .string($0)) }
  }

  private static let days: [Other] =
    [(.otherKind, "", .number("20260301"))]
    + ["2024-02-29", "2000-02-29", "1899-12-31", "0001-01-01", "9999-12-31"]
    .map { (.realDay, "", .string($0)) }
    + [
      "", "2026-02-30", "2023-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
      "2026-01-00", "0000-01-01", "2026-1-1", "20260101", "2026-W01-1", "2026-01-01Z",
      "2026-01-01T00:00:00Z", "2026-01-01\n", " 2026-01-01", "+2026-01-01", "10000-01-01",
      "2026-01-0\u{0663}", "tomorrow",
    ].map { (.noSuchDay, "", .string($0)) }

  private static let moments: [Other] =
    [(.otherKind, "", .number("1772359500"))]
    + [
      "2026-02-01T10:05:00Z", "2026-02-01T10:05:00+01:00", "2026-02-01T10:05:00.25-03:30",
      "2026-02-01T23:59:59.999999+14:00", "2026-02-01T10:05:00-00:00",
      "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
      "0001-01-01T00:30:00+00:30", "9999-12-31T23:30:00-00:29",
    ].map { (.realMoment, "", .string($0)) }
    + [
      "", "2026-02-30T10:05:00Z", "2026-02-01T24:00:00Z", "2026-02-01T10:60:00Z",
      "2026-02-01T10:05:60Z", "2016-12-31T23:59:60Z", "2026-02-01T10:05Z", "2026-02-01T10:05:00",
      "2026-02-01 10:05:00Z", "2026-02-01t10:05:00z", "2026-02-01T10:05:00.Z",
      "2026-02-01T10:05:00.1234567Z", "2026-02-01T10:05:00+24:00", "2026-02-01T10:05:00+01:60",
      "2026-02-01T10:05:00+0100", "2026-02-01", "2026-02-01T10:05:00Z\n", "now",
    ].map { (.noSuchMoment, "", .string($0)) }
    + ["0001-01-01T00:30:00+00:31", "9999-12-31T23:30:00-00:30"]
    .map { (.outsideCalendar, "", .string($0)) }

  private static func texts(_ form: SchemaForm) -> [Other] {
    func repeated(_ text: String, _ count: Int) -> JSONValue {
      .string(String(repeating: text, count: count))
    }
    var others: [Other] = [
      (.otherKind, "", .number("7")), (.otherKind, "", .boolean(false)),
      (.otherKind, "", .array([.string("a")])), (.noText, "", .string("")),
    ]
    if let most = form.integer("maxLength") {
      let isFree = form.string("pattern")?.hasPrefix("^[^") ?? true
      // Counted as Unicode's scalars: neither bytes nor UTF-16's halves.
      for letter in isFree ? ["a", "é", "😀"] : ["a"] {
        others.append((.longest, "", repeated(letter, most)))
        others.append((.tooLong, "", repeated(letter, most + 1)))
      }
    }
    others += ["plum\u{1}", "plum\u{1B}[2J", "plum\u{7F}", "plum\u{85}", "plum\u{9F}x", "plum\r"]
      .map { (.controlCharacter, "", .string($0)) }
    others += [
      "plum\t", "plum\n", "\n", " ", "two plums", "Ärzte", "a/b+c", "9.x_y:z-", "A", "a:b", "a_1",
      "plum\u{202E}", "\u{FEFF}plum", "e\u{301}", "\u{A0}", "\u{FFFF}", "\u{10FFFF}", "<&\"\\/>",
    ].map { (.oddText, "", .string($0)) }
    others += [("a", 63), ("a", 64), ("a", 65), ("F", 64), ("0", 63)]
      .map { (.oddText, "", repeated($0.0, $0.1)) }
    others.append((.nul, "", .string("plum\u{0}")))
    return others
  }

  // MARK: Lists

  private static func lists(_ value: JSONValue, _ form: SchemaForm) -> [Other] {
    guard case .array(let items) = value, let first = items.first, let inner = form.items else {
      return [(.otherKind, "", .object([]))]
    }
    var others: [Other] = [(.otherKind, "", first), (.otherKind, "", .object([]))]
    others.append((form.integer("minItems") ?? 0 > 0 ? .tooFewItems : .nothing, "", .array([])))
    others.append(
      (
        form.isTrue("uniqueItems") ? .itemTwice : .nothing,
        form.isTrue("uniqueItems") ? "[\(items.count)]" : "", .array(items + [first])
      ))
    if let most = form.integer("maxItems") {
      let many = (0...most).map { JSONValue.string("C\($0)") }
      others.append((.longest, "", .array(Array(many.dropLast()))))
      others.append((.tooManyItems, "", .array(many)))
    }
    for other in Self.others(than: first, inner) {
      // Beside its fellows a changed item could be there twice, so it stands alone.
      others.append((other.fault, "[0]" + other.path, .array([other.value])))
    }
    return others
  }
}
