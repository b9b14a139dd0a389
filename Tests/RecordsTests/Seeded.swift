import Records

/// SplitMix64: the same seed gives the same numbers everywhere.
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Makes random JSON for a record type: as somebody might write it, and as it must come back.
struct RandomJSON {
  var random: Seeded

  init(seed: UInt64) { random = Seeded(seed) }

  /// One object: `messy` in any order with space and escapes, `canonical` as the coder prints it.
  mutating func object(_ type: RecordType) -> (messy: String, canonical: String) {
    var members: [(messy: String, canonical: String)] = []
    for field in type.fields where field.isRequired || Bool.random(using: &random) {
      let value = value(field.kind, field.limits)
      members.append(
        (
          quoted(field.name) + space + ":" + space + value.messy,
          "\"\(field.name)\":\(value.canonical)"
        ))
    }
    let canonical = "{" + members.map(\.canonical).joined(separator: ",") + "}"
    let messy = members.shuffled(using: &random).map(\.messy)
    return (
      space + "{" + space + messy.joined(separator: space + "," + space) + space + "}", canonical
    )
  }

  private var space: String {
    mutating get { ["", "", "", " ", "\n", "\t \r\n"].randomElement(using: &random)! }
  }

  private mutating func value(
    _ kind: Field.Kind, _ limits: Limits
  ) -> (messy: String, canonical: String) {
    switch kind {
    case .boolean:
      let flag = Bool.random(using: &random)
      return ("\(flag)", "\(flag)")
    case .integer:
      let number = number(limits)
      return (Bool.random(using: &random) ? "\(number)" : "\(number).0", "\(number)")
    case .decimal(let scale):
      let decimal = ScaledDecimal(units: number(limits), scale: scale)
      let extra = ["", "0", "e0", "E+0"].randomElement(using: &random)!
      return (decimal.description + extra, decimal.description)
    case .date:
      let date = CalendarDate(days: Int64.random(in: -200_000...200_000, using: &random))
      return ("\"\(date.iso)\"", "\"\(date.iso)\"")
    case .instant:
      let micros = Int64.random(in: -9_000_000_000_000_000...9_000_000_000_000_000, using: &random)
      let instant = Instant(microseconds: micros)
      let offset = Int16.random(in: -720...840, using: &random)
      let written = OffsetInstant(instant: instant, offsetMinutes: offset).rfc3339
      return ("\"\(written)\"", "\"\(instant.rfc3339)\"")
    case .text:
      let text = text(limits)
      return (quoted(text), Self.canonical(text))
    case .json:
      return (" [ 1.50 , { \"b\" : null, \"a\" : \"\\u0041\" } ]", #"[1.50,{"b":null,"a":"A"}]"#)
    case .enumeration(let type):
      let word = type.words.randomElement(using: &random)!
      return (quoted(word), "\"\(word)\"")
    case .structure(let type):
      return object(type)
    case .list(let element):
      var items: [(messy: String, canonical: String)] = []
      let count = Int.random(
        in: (limits.minItems ?? 0)...min(limits.maxItems ?? 6, 6), using: &random)
      while items.count < count {
        let item = value(element, limits)
        if limits.uniqueItems, items.contains(where: { $0.canonical == item.canonical }) {
          continue
        }
        items.append(item)
      }
      return (
        "[" + items.map(\.messy).joined(separator: space + ",") + space + "]",
        "[" + items.map(\.canonical).joined(separator: ",") + "]"
      )
    }
  }

  private mutating func number(_ limits: Limits) -> Int64 {
    let low = (limits.minimum ?? -1_000_000) + (limits.exclusiveMinimum ? 1 : 0)
    return Int64.random(in: low...(limits.maximum ?? 1_000_000), using: &random)
  }

  private mutating func text(_ limits: Limits) -> String {
    if limits.form == .id { return "L-\(Int.random(in: 0...99_999, using: &random))" }
    let pool: [Unicode.Scalar] = [
      "a", "Z", "0", " ", "\"", "\\", "/", "é", "€", "日", "😀", "\u{202E}", "\u{200F}", "\u{2028}",
    ]
    let count = Int.random(
      in: (limits.minLength ?? 0)...min(limits.maxLength ?? 20, 20), using: &random)
    var text = String.UnicodeScalarView()
    for _ in 0..<count { text.append(pool.randomElement(using: &random)!) }
    if limits.form == .text, text.count > 0 { text.removeLast(); text.append("\n") }
    return String(text)
  }

  /// A string with some of its characters escaped for no need.
  private mutating func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        for unit in String(scalar).utf16 { result += "\\u" + Self.hex(UInt32(unit), upper: true) }
      default:
        result +=
          scalar == "\"" || scalar == "\\"
          ? "\\\(scalar)"
          : scalar.value < 0x20
            ? "\\u" + Self.hex(scalar.value, upper: false) : String(scalar)
      }
    }
    return result + "\""
  }

  /// What the coder must print: minimal escapes, and those that guard a terminal.
  static func canonical(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22, 0x5C: result += "\\\(scalar)"
      case 0x0A: result += "\\n"
      case 0x09: result += "\\t"
      case 0x00..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
        result += "\\u" + hex(scalar.value, upper: false)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  private static func hex(_ value: UInt32, upper: Bool) -> String {
    let digits = String(value, radix: 16, uppercase: upper)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
