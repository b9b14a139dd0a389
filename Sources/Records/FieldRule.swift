/// The parts of a field that every value is held to, as plain bytes: no reference is counted
/// when a loop over many records looks at them.
struct FieldRule: Sendable {
  /// A field's kind without what belongs to it.
  enum Tag: UInt8, Sendable {
    case boolean, integer, decimal, date, instant, text, json, enumeration, structure, list
  }

  let tag: Tag
  let slot: Int
  let scale: Int
  let isRequired: Bool
  let isPersonal: Bool
  let form: TextForm
  let exclusiveMinimum: Bool
  let minimum: Int64
  let maximum: Int64
  let minLength: Int
  let maxLength: Int

  init(_ field: Field) {
    slot = field.slot
    isRequired = field.isRequired
    isPersonal = field.isPersonal
    tag = Self.tag(of: field.kind)
    if case .decimal(let scale) = field.kind { self.scale = scale } else { scale = 0 }
    let limits = field.limits
    form = limits.form
    exclusiveMinimum = limits.exclusiveMinimum
    minimum = limits.minimum ?? Int64.min
    maximum = limits.maximum ?? Int64.max
    minLength = limits.minLength ?? 0
    maxLength = limits.maxLength ?? Int.max
  }

  static func tag(of kind: Field.Kind) -> Tag {
    switch kind {
    case .boolean: .boolean
    case .integer: .integer
    case .decimal: .decimal
    case .date: .date
    case .instant: .instant
    case .text: .text
    case .json: .json
    case .enumeration: .enumeration
    case .structure: .structure
    case .list: .list
    }
  }
}
