import Records

/// How a field reads in generated Swift.
extension Property {
  var swiftName: String { SwiftName.property(name) }

  /// The type, with a question mark where the field may be absent.
  var swiftType: String { isRequired ? kind.swiftType : kind.swiftType + "?" }

  /// The same for where it is stored.
  ///
  /// A `?` there would mean that it begins as nil: the initialiser would then fill a struct of its
  /// own, and give a copy of it.
  var storedType: String { isRequired ? kind.swiftType : "Optional<\(kind.swiftType)>" }

  /// The expression that reads it from `record`.
  var reading: String {
    let raw = kind.reading(slot: slot)
    if isRequired { return "try record.required(\(raw), \(slot))" }
    return kind.readingThrows ? "try \(raw)" : raw
  }

  /// The statement that writes it to `writer`.
  var writing: String {
    let value = "self.\(swiftName)"
    return switch kind {
    case .boolean: "writer.set(\(slot), boolean: \(value))"
    case .integer: "writer.set(\(slot), integer: \(value))"
    case .decimal(let scale): "writer.set(\(slot), decimal: \(value), scale: \(scale))"
    case .date: "writer.set(\(slot), date: \(value))"
    case .instant: "writer.set(\(slot), instant: \(value))"
    case .text, .json: "writer.set(\(slot), text: \(value))"
    case .enumeration: "writer.set(\(slot), word: \(value))"
    case .structure: "writer.set(\(slot), structure: \(value))"
    case .list(.text): "writer.set(\(slot), texts: \(value))"
    case .list(.enumeration): "writer.set(\(slot), words: \(value))"
    case .list: "writer.set(\(slot), structures: \(value))"
    }
  }

  /// Unit, range and mark, for the documentation.
  var remarks: String {
    var parts: [String] = []
    if let range { parts.append(range) }
    if let lengths { parts.append(lengths) }
    if case .decimal(let scale) = kind {
      parts.append("exact to \(scale) decimal place\(scale == 1 ? "" : "s")")
    }
    if let refers { parts.append("names \(SwiftName.phrase(refers))") }
    if let defines { parts.append("brings \(SwiftName.phrase(defines)) into being") }
    if isPersonal { parts.append("† personal") }
    guard let first = parts.first else { return "" }
    let capital = first.prefix(1).uppercased() + first.dropFirst()
    return ([capital] + parts.dropFirst()).joined(separator: "; ") + "."
  }

  private var range: String? {
    let lower = limits.minimum.map { ScaledDecimal(units: $0, scale: scale).description }
    let upper = limits.maximum.map { ScaledDecimal(units: $0, scale: scale).description }
    var text: String? =
      switch (lower, upper) {
      case (nil, nil): nil
      case (let lower?, nil): limits.exclusiveMinimum ? "over \(lower)" : "from \(lower)"
      case (nil, let upper?): "up to \(upper)"
      case (let lower?, let upper?):
        limits.exclusiveMinimum ? "over \(lower), up to \(upper)" : "\(lower) to \(upper)"
      }
    if let unit { text = text.map { "\($0) \(unit)" } ?? unit }
    return text
  }

  private var lengths: String? {
    var parts: [String] = []
    let each =
      switch kind {
      case .list: "each "
      default: ""
      }
    switch (limits.minLength, limits.maxLength) {
    case (let low?, let high?): parts.append("\(each)\(low) to \(high) characters")
    case (nil, let high?): parts.append("\(each)up to \(high) characters")
    case (let low?, nil): parts.append("\(each)at least \(low) characters")
    case (nil, nil): break
    }
    switch (limits.minItems, limits.maxItems) {
    case (let low?, let high?): parts.append("\(low) to \(high) items")
    case (nil, let high?): parts.append("up to \(high) items")
    case (let low?, nil): parts.append("at least \(low) item\(low == 1 ? "" : "s")")
    case (nil, nil): break
    }
    if limits.uniqueItems { parts.append("none twice") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The `Field(…)` of the descriptor.
  var descriptor: String {
    var arguments = [SourceText.literal(name), "slot: \(slot)", "kind: \(kind.descriptor)"]
    if isRequired { arguments.append("isRequired: true") }
    if isPersonal { arguments.append("isPersonal: true") }
    if isHidden { arguments.append("isHidden: true") }
    if isIndexed { arguments.append("isIndexed: true") }
    if let unit { arguments.append("unit: \(SourceText.literal(unit))") }
    if let refers { arguments.append("refers: \(SourceText.literal(refers))") }
    if let defines { arguments.append("defines: \(SourceText.literal(defines))") }
    arguments.append("summary: \(SourceText.literal(summary))")
    if limits != .none { arguments.append("limits: \(limits.descriptor)") }
    return "Field(\(arguments.joined(separator: ", ")))"
  }
}

extension Property.Kind {
  var swiftType: String {
    switch self {
    case .boolean: "Bool"
    case .integer: "Int64"
    case .decimal: "ScaledDecimal"
    case .date: "CalendarDate"
    case .instant: "Instant"
    case .text, .json: "String"
    case .enumeration(let type): type.swiftName
    case .structure(let type): type.swiftName
    case .list(let element): "[\(element.swiftType)]"
    }
  }

  fileprivate func reading(slot: Int) -> String {
    switch self {
    case .boolean: "record.boolean(\(slot))"
    case .integer: "record.integer(\(slot))"
    case .decimal(let scale): "record.decimal(\(slot), scale: \(scale))"
    case .date: "record.date(\(slot))"
    case .instant: "record.instant(\(slot))"
    case .text, .json: "record.text(\(slot))"
    case .enumeration(let type): "record.word(\(slot), as: \(type.swiftName).self)"
    case .structure(let type): "record.structure(\(slot), as: \(type.swiftName).self)"
    case .list(.text): "record.texts(\(slot))"
    case .list(.enumeration(let type)): "record.words(\(slot), as: \(type.swiftName).self)"
    case .list(let element): "record.structures(\(slot), as: \(element.swiftType).self)"
    }
  }

  fileprivate var readingThrows: Bool {
    switch self {
    case .enumeration, .structure, .list: true
    default: false
    }
  }

  /// What an empty row holds in a required column.
  var neutral: String {
    switch self {
    case .boolean: "false"
    case .integer: "0"
    case .decimal(let scale): "ScaledDecimal(units: 0, scale: \(scale))"
    case .date: "CalendarDate(days: 0)"
    case .instant: "Instant(microseconds: 0)"
    case .text: "\"\""
    case .json: "\"null\""
    case .enumeration(let type): "." + SwiftName.enumCase(type.words[0])
    // A state table with a required structure is refused, since no value of one is empty.
    case .structure: "nil"
    case .list: "[]"
    }
  }

  fileprivate var descriptor: String {
    switch self {
    case .boolean: ".boolean"
    case .integer: ".integer"
    case .decimal(let scale): ".decimal(scale: \(scale))"
    case .date: ".date"
    case .instant: ".instant"
    case .text: ".text"
    case .json: ".json"
    case .enumeration(let type): ".enumeration(\(type.swiftName).type)"
    case .structure(let type): ".structure(\(type.swiftName).recordType)"
    case .list(let element): ".list(\(element.descriptor))"
    }
  }
}

extension Limits {
  fileprivate var descriptor: String {
    var arguments: [String] = []
    if let minimum { arguments.append("minimum: \(minimum)") }
    if let maximum { arguments.append("maximum: \(maximum)") }
    if exclusiveMinimum { arguments.append("exclusiveMinimum: true") }
    if let minLength { arguments.append("minLength: \(minLength)") }
    if let maxLength { arguments.append("maxLength: \(maxLength)") }
    if form != .any { arguments.append("form: .\(form)") }
    if let minItems { arguments.append("minItems: \(minItems)") }
    if let maxItems { arguments.append("maxItems: \(maxItems)") }
    if uniqueItems { arguments.append("uniqueItems: true") }
    return "Limits(\(arguments.joined(separator: ", ")))"
  }
}
