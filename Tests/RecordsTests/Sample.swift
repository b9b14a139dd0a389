import Records

/// A record type with every kind of field, by hand, as the schema compiler would write it.
struct Sample: RecordCodable, Hashable, Sendable {
  enum Shade: UInt8, Vocabulary {
    case pale = 0
    case middle = 1
    case deep = 2

    static let names = ["pale", "middle", "deep"]
    static let type = EnumType(name: "skin_shade", words: names)
  }

  struct Part: RecordCodable, Hashable, Sendable {
    var name: String
    var percent: ScaledDecimal?

    init(name: String, percent: ScaledDecimal? = nil) {
      self.name = name
      self.percent = percent
    }

    init(_ view: RecordView) throws(RecordError) {
      name = try view.required(view.text(0), 0)
      percent = view.decimal(1, scale: 1)
    }

    func write(to writer: inout RecordWriter) {
      writer.set(0, text: name)
      writer.set(1, decimal: percent, scale: 1)
    }

    static let recordType = RecordType(
      id: 0, version: 1, name: "part", summary: "A part.",
      fields: [
        Field(
          "name", slot: 0, kind: .text, isRequired: true,
          limits: Limits(minLength: 1, maxLength: 20, form: .line)),
        Field(
          "percent", slot: 1, kind: .decimal(scale: 1), unit: "percent",
          limits: Limits(minimum: 0, maximum: 1000)),
      ])
  }

  var lot: String
  var sterile: Bool
  var passes: Int64
  var depth: ScaledDecimal
  var day: CalendarDate
  var at: Instant
  var shade: Shade
  var note: String?
  var secret: ScaledDecimal?
  var was: String?
  var main: Part?
  var shades: [Shade]?
  var marks: [String]?
  var parts: [Part]?

  init(_ view: RecordView) throws(RecordError) {
    lot = try view.required(view.text(0), 0)
    sterile = try view.required(view.boolean(1), 1)
    passes = try view.required(view.integer(2), 2)
    depth = try view.required(view.decimal(3, scale: 2), 3)
    day = try view.required(view.date(4), 4)
    at = try view.required(view.instant(5), 5)
    shade = try view.required(view.word(6, as: Shade.self), 6)
    note = view.text(7)
    secret = view.decimal(8, scale: 2)
    was = view.text(9)
    main = try view.structure(10, as: Part.self)
    shades = try view.words(11, as: Shade.self)
    marks = try view.texts(12)
    parts = try view.structures(13, as: Part.self)
  }

  func write(to writer: inout RecordWriter) {
    // Backwards on purpose: the order of the calls is not to show in the bytes.
    writer.set(13, structures: parts)
    writer.set(12, texts: marks)
    writer.set(11, words: shades)
    writer.set(10, structure: main)
    writer.set(9, text: was)
    writer.set(8, decimal: secret, scale: 2)
    writer.set(7, text: note)
    writer.set(6, word: shade)
    writer.set(5, instant: at)
    writer.set(4, date: day)
    writer.set(3, decimal: depth, scale: 2)
    writer.set(2, integer: passes)
    writer.set(1, boolean: sterile)
    writer.set(0, text: lot)
  }

  static let recordType = RecordType(
    id: 77, version: 1, name: "sample", summary: "Every kind of field.",
    fields: [
      Field("lot", slot: 0, kind: .text, isRequired: true, limits: Limits(form: .id)),
      Field("sterile", slot: 1, kind: .boolean, isRequired: true),
      Field(
        "passes", slot: 2, kind: .integer, isRequired: true,
        limits: Limits(minimum: 1, maximum: 20)),
      Field(
        "depth_mm", slot: 3, kind: .decimal(scale: 2), isRequired: true, unit: "mm",
        limits: Limits(minimum: 0, maximum: 300, exclusiveMinimum: true)),
      Field("day", slot: 4, kind: .date, isRequired: true),
      Field("at", slot: 5, kind: .instant, isRequired: true),
      Field("shade", slot: 6, kind: .enumeration(Shade.type), isRequired: true),
      Field(
        "note", slot: 7, kind: .text, isPersonal: true,
        limits: Limits(minLength: 1, maxLength: 30, form: .text)),
      Field(
        "secret", slot: 8, kind: .decimal(scale: 2), isPersonal: true,
        limits: Limits(minimum: -500, maximum: 500)),
      Field("was", slot: 9, kind: .json, isPersonal: true),
      Field("main", slot: 10, kind: .structure(Part.recordType)),
      Field(
        "shades", slot: 11, kind: .list(.enumeration(Shade.type)),
        limits: Limits(minItems: 1, maxItems: 3, uniqueItems: true)),
      Field(
        "marks", slot: 12, kind: .list(.text),
        limits: Limits(minLength: 1, maxLength: 12, form: .line, uniqueItems: true)),
      Field("parts", slot: 13, kind: .list(.structure(Part.recordType))),
    ])

  /// The least that a sample needs, as JSON.
  static let minimal =
    #"{"lot":"L-1","sterile":true,"passes":2,"depth_mm":0.75,"day":"2026-03-01","#
    + #""at":"2026-03-01T10:05:00Z","shade":"deep"}"#

  /// The minimal sample with one more member.
  static func minimal(with member: String) -> String {
    minimal.dropLast() + "," + member + "}"
  }
}
