import Records

/// Reads the `properties` of an event, a table or a structure.
struct PropertyReader {
  let library: TypeLibrary
  /// True for a table, whose columns may be indexed and hidden.
  let isTable: Bool

  /// The properties in the file's order; slots must run from 0 without a gap.
  func properties(of node: SchemaNode) throws -> [Property] {
    try node.expect("type", .string("object"))
    try node.expect("additionalProperties", .boolean(false))
    let list = try node.required("properties")
    let members = try list.members()
    let required = try node.child("required")?.items() ?? []
    for item in required {
      let name = try item.text()
      guard members.contains(where: { $0.key == name }) else {
        throw item.refuse("no such property: \(name)")
      }
    }
    let requiredNames = try required.map { try $0.text() }
    guard Set(requiredNames).count == requiredNames.count else {
      throw try node.required("required").refuse("a name is there twice")
    }
    let properties = try members.map { member in
      guard SwiftName.isSchemaName(member.key) else {
        throw member.node.refuse("a name is expected of a-z, 0-9 and _")
      }
      return try property(
        member.key, member.node, isRequired: requiredNames.contains(member.key))
    }
    let slots = properties.map(\.slot).sorted()
    for (expected, slot) in slots.enumerated() where expected != slot {
      throw list.refuse(
        slot < expected ? "slot \(slot) is there twice" : "slot \(expected) is left out")
    }
    let names = properties.map { SwiftName.property($0.name) }
    guard Set(names).count == names.count else {
      throw list.refuse("two properties would have one name in Swift")
    }
    return properties
  }

  private static let common: Set<String> = [
    "x-slot", "description", "x-personal", "x-refers", "x-defines", "x-index", "x-hidden",
  ]

  private func property(_ name: String, _ node: SchemaNode, isRequired: Bool) throws -> Property {
    let (kind, limits, keywords) = try self.kind(node)
    try node.allow(Self.common.union(keywords))
    if !isTable {
      for keyword in ["x-index", "x-hidden"] where node.child(keyword) != nil {
        throw node.refuse("\(keyword) is for tables")
      }
    }
    let isIndexed = try node.flag("x-index")
    if isIndexed { try checkIndex(kind, limits, node) }
    return Property(
      name: name, slot: try node.whole("x-slot", in: 0...65_534), kind: kind,
      isRequired: isRequired, isPersonal: try node.flag("x-personal"),
      isHidden: try node.flag("x-hidden"), isIndexed: isIndexed,
      unit: try node.optionalText("x-unit"), refers: try refers(node),
      defines: try defines(node), summary: try node.sentence("description"), limits: limits,
      node: node)
  }

  private func refers(_ node: SchemaNode) throws -> String? {
    guard let child = node.child("x-refers") else { return nil }
    let word = try child.text()
    let known = library.streamKinds + ["cartridge", "adverse_event", "position"]
    guard known.contains(word) else { throw child.refuse("one of \(known) is expected") }
    return word
  }

  private func defines(_ node: SchemaNode) throws -> String? {
    guard let child = node.child("x-defines") else { return nil }
    let word = try child.text()
    let known = ["cartridge", "adverse_event"]
    guard known.contains(word) else { throw child.refuse("one of \(known) is expected") }
    return word
  }

  private func checkIndex(_ kind: Property.Kind, _ limits: Limits, _ node: SchemaNode) throws {
    switch kind {
    case .enumeration(let enumeration) where enumeration.words.count < 4:
      throw node.refuse("x-index of so few words: a scan of the table costs no more")
    case .integer, .date, .instant, .enumeration: return
    case .text where limits.form != .text: return
    default:
      throw node.refuse("x-index takes a short text, a word, a whole number, a date or a time")
    }
  }

  /// A property's kind and limits, and the keywords that go with it.
  private func kind(_ node: SchemaNode) throws -> (Property.Kind, Limits, Set<String>) {
    if let reference = node.child("$ref") {
      switch try library.target(reference) {
      case .scalar(let scalar):
        return (scalar.kind, scalar.limits, ["$ref"])
      case .enumeration(let enumeration): return (.enumeration(enumeration), .none, ["$ref"])
      case .structure(let structure): return (.structure(structure), .none, ["$ref"])
      }
    }
    if try node.flag("x-json") { return (.json, .none, ["x-json"]) }
    let type = try node.required("type")
    switch try type.text() {
    case "boolean": return (.boolean, .none, ["type"])
    case "integer": return (.integer, try range(node, scale: 0), Self.numeric)
    case "number":
      let scale = try node.whole("x-scale", in: 1...18)
      return (
        .decimal(scale: scale), try range(node, scale: scale), Self.numeric.union(["x-scale"])
      )
    case "string":
      let scalar = try Scalar(node)
      guard case .text = scalar.kind else {
        throw node.refuse("a date or time is written as a reference to types.json")
      }
      return (.text, scalar.limits, ["type", "minLength", "maxLength", "pattern"])
    case "array": return try list(node)
    default: throw type.refuse("boolean, integer, number, string or array is expected")
    }
  }

  private static let numeric: Set<String> = [
    "type", "minimum", "exclusiveMinimum", "maximum", "x-unit",
  ]

  private func range(_ node: SchemaNode, scale: Int) throws -> Limits {
    var limits = Limits(
      minimum: try node.child("minimum")?.number(scale: scale),
      maximum: try node.child("maximum")?.number(scale: scale))
    if let exclusive = node.child("exclusiveMinimum") {
      guard limits.minimum == nil else { throw exclusive.refuse("minimum is there too") }
      limits.minimum = try exclusive.number(scale: scale)
      limits.exclusiveMinimum = true
    }
    if let minimum = limits.minimum, let maximum = limits.maximum, minimum > maximum {
      throw node.refuse("its minimum is over its maximum")
    }
    return limits
  }

  private func list(_ node: SchemaNode) throws -> (Property.Kind, Limits, Set<String>) {
    let items = try node.required("items")
    try items.allow(["$ref"])
    let element: Property.Kind
    var limits = Limits()
    switch try library.target(items.required("$ref")) {
    case .scalar(let scalar):
      guard case .text = scalar.kind else {
        throw items.refuse("a list holds text, words or structures")
      }
      element = .text
      limits = scalar.limits
    case .enumeration(let enumeration): element = .enumeration(enumeration)
    case .structure(let structure): element = .structure(structure)
    }
    limits.minItems = try node.optionalWhole("minItems")
    limits.maxItems = try node.optionalWhole("maxItems")
    limits.uniqueItems = try node.flag("uniqueItems")
    return (
      .list(element), limits, ["type", "items", "minItems", "maxItems", "uniqueItems"]
    )
  }
}

extension Scalar {
  /// The form and lengths, as a field's limits.
  var limits: Limits { Limits(minLength: minLength, maxLength: maxLength, form: form) }
}
