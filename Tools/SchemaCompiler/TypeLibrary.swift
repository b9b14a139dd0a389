import Records

/// Everything in `types.json`, by its name under `$defs`.
struct TypeLibrary {
  private(set) var enumerations: [Enumeration] = []
  private(set) var structures: [Structure] = []
  private var scalars: [String: Scalar] = [:]
  private let node: SchemaNode
  /// The structures being read, to refuse one that holds itself.
  private var open: [String] = []

  init(_ node: SchemaNode) throws {
    self.node = node
    try node.allow(["$schema", "$id", "$defs", "title", "description"])
    try node.expect("$schema", .string("https://json-schema.org/draft/2020-12/schema"))
    try node.expect("$id", .string("https://stipple.example/types.json"))
    for (key, definition) in try node.required("$defs").members() {
      guard SwiftName.isSchemaName(key) else {
        throw definition.refuse("a name is expected of a-z, 0-9 and _")
      }
      if definition.child("enum") != nil {
        enumerations.append(try Self.enumeration(key, definition))
      } else if try definition.text("type") == "string" {
        try definition.allow(["type", "description", "pattern", "format", "minLength", "maxLength"])
        scalars[key] = try Scalar(definition)
      }
    }
    for (key, definition) in try node.required("$defs").members() {
      guard try definition.text("type") == "object" else { continue }
      try addStructure(key, definition)
    }
    guard enumerations.contains(where: { $0.name == "stream_kind" }) else {
      throw node.refuse("$defs/stream_kind is missing")
    }
  }

  /// The words of `stream_kind`, in the order of their codes.
  var streamKinds: [String] {
    enumerations.first { $0.name == "stream_kind" }?.words ?? []
  }

  private static func enumeration(_ name: String, _ node: SchemaNode) throws -> Enumeration {
    try node.allow(["type", "enum", "description", "x-type", "x-external"])
    try node.expect("type", .string("string"))
    let isExternal = try node.flag("x-external")
    let list = try node.required("enum")
    let words = try list.items().map { try $0.text() }
    guard (1...256).contains(words.count) else { throw list.refuse("1 to 256 words are expected") }
    guard Set(words).count == words.count else { throw list.refuse("a word is there twice") }
    for word in words where !SwiftName.isWord(word) {
      throw list.refuse("\(word) is no word of letters, digits, _ and -")
    }
    let cases = words.map(SwiftName.enumCase)
    guard Set(cases).count == cases.count else {
      throw list.refuse("two words would have one name in Swift")
    }
    return Enumeration(
      name: name, swiftName: isExternal ? "" : try SwiftName.type(node.required("x-type")),
      summary: try node.sentence("description"), words: words, isExternal: isExternal)
  }

  private mutating func addStructure(_ name: String, _ node: SchemaNode) throws {
    guard !structures.contains(where: { $0.name == name }) else { return }
    guard !open.contains(name) else { throw node.refuse("it holds itself") }
    open.append(name)
    defer { open.removeLast() }
    try node.allow([
      "type", "description", "x-type", "additionalProperties", "required", "properties",
    ])
    // A structure may hold another that comes later in the file.
    for reference in Self.references(in: node.value) {
      guard let definition = self.node.child("$defs")?.child(reference) else { continue }
      if definition.value["type"] == .string("object") { try addStructure(reference, definition) }
    }
    structures.append(
      Structure(
        name: name, swiftName: try SwiftName.type(node.required("x-type")),
        summary: try node.sentence("description"),
        properties: try PropertyReader(library: self, isTable: false).properties(of: node)))
  }

  /// The names that `$ref`s anywhere within a value point to.
  private static func references(in value: JSONValue) -> [String] {
    switch value {
    case .object(let members):
      return members.flatMap { member -> [String] in
        guard member.key == "$ref", case .string(let target) = member.value else {
          return references(in: member.value)
        }
        return [String(target.split(separator: "/").last ?? "")]
      }
    case .array(let items): return items.flatMap(references(in:))
    default: return []
    }
  }

  /// What a `$ref` points to.
  enum Target {
    case scalar(Scalar)
    case enumeration(Enumeration)
    case structure(Structure)
  }

  /// The definition that a `$ref` node names; within `types.json` the path before `#` is left out.
  func target(_ node: SchemaNode) throws -> Target {
    let text = try node.text()
    let prefix = node.file == self.node.file ? "#/$defs/" : "../types.json#/$defs/"
    guard text.hasPrefix(prefix) else {
      throw node.refuse("a reference beginning \(prefix) is expected")
    }
    let name = String(text.dropFirst(prefix.count))
    if let scalar = scalars[name] { return .scalar(scalar) }
    if let enumeration = enumerations.first(where: { $0.name == name }) {
      guard !enumeration.isExternal else {
        throw node.refuse("\(name) is written by hand (x-external) and no field may be of it")
      }
      return .enumeration(enumeration)
    }
    if let structure = structures.first(where: { $0.name == name }) {
      return .structure(structure)
    }
    let names =
      scalars.keys.sorted() + enumerations.map(\.name) + structures.map(\.name)
    let near = Suggestion.nearest(to: name, among: names)
    throw node.refuse("no such definition: \(name)" + (near.map { "; did you mean \($0)?" } ?? ""))
  }
}
