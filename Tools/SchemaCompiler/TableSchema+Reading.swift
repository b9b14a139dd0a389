import Records

extension TableSchema {
  /// Reads `tables/NAME.json`.
  init(_ node: SchemaNode, library: TypeLibrary) throws {
    try node.allow([
      "$schema", "$id", "title", "description", "type", "additionalProperties", "required",
      "properties", "examples", "x-id", "x-table", "x-stream", "x-events", "x-derived", "x-type",
      "x-fold",
    ])
    try node.expect("$schema", .string("https://json-schema.org/draft/2020-12/schema"))
    try node.expect("$id", .string("https://stipple.example/\(node.file)"))
    let title = try node.required("title")
    name = try title.text()
    guard SwiftName.isSchemaName(name), node.file == "tables/\(name).json" else {
      throw title.refuse("the file's name without .json is expected")
    }
    number = try node.whole("x-id", in: 1...99)
    swiftName = try SwiftName.type(node.required("x-type"))
    summary = try node.sentence("description")
    foldVersion = try node.whole("x-fold", in: 1...1_000_000)
    properties = try PropertyReader(library: library, isTable: true).properties(of: node)
    kind = try Self.kind(node, library)
    self.node = node
    switch kind {
    case .state:
      try checkHead(["id", "version", "amended", "first_position", "last_position"])
      for property in properties where property.isRequired {
        guard case .structure = property.kind else { continue }
        throw property.node.refuse("an empty row has none, so it cannot be required")
      }
    case .facts, .derived:
      try checkHead(["position", "ordinal"])
    }
  }

  private static func kind(_ node: SchemaNode, _ library: TypeLibrary) throws -> Kind {
    let word = try node.required("x-table")
    switch try word.text() {
    case "state":
      let stream = try node.required("x-stream")
      guard library.streamKinds.contains(try stream.text()) else {
        throw stream.refuse("one of \(library.streamKinds) is expected")
      }
      for key in ["x-events", "x-derived"] where node.child(key) != nil {
        throw node.refuse("\(key) is for fact tables")
      }
      return .state(stream: try stream.text())
    case "facts":
      guard node.child("x-stream") == nil else { throw node.refuse("x-stream is for state tables") }
      if try node.flag("x-derived") {
        guard node.child("x-events") == nil else {
          throw node.refuse("a derived table has no x-events")
        }
        return .derived
      }
      return .facts(
        sources: try node.required("x-events").members().map { member in
          Source(
            event: member.key,
            constants: try member.node.members().map { ($0.key, $0.node) }, node: member.node)
        })
    default: throw word.refuse("state or facts is expected")
    }
  }

  /// The columns that every table of a kind has are in the slots 0, 1, …, and required.
  private func checkHead(_ names: [String]) throws {
    for (slot, name) in names.enumerated() {
      guard let property = properties.first(where: { $0.name == name }), property.slot == slot,
        property.isRequired
      else { throw node.refuse("a required column \(name) in slot \(slot) is expected") }
    }
    guard properties.first?.name == names[0] else {
      throw node.refuse("the first column is \(names[0])")
    }
  }
}
