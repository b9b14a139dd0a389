import Records

extension EventSchema {
  /// Reads `events/NAME.VERSION.json`.
  init(_ node: SchemaNode, library: TypeLibrary) throws {
    try node.allow([
      "$schema", "$id", "title", "description", "type", "additionalProperties", "required",
      "properties", "examples", "x-id", "x-stream", "x-opens", "x-type",
    ])
    try node.expect("$schema", .string("https://json-schema.org/draft/2020-12/schema"))
    try node.expect("$id", .string("https://stipple.example/\(node.file)"))
    let title = try node.required("title")
    name = try title.text()
    guard name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || SwiftName.isLowerLetterOrDigit($0) })
    else { throw title.refuse("a name is expected of a-z, 0-9 and -") }
    version = 1
    guard node.file == "events/\(name).1.json" else {
      throw title.refuse(
        "the file of version 1 is named \(name).1.json; a second version needs an upcaster, "
          + "which this compiler does not write yet")
    }
    number = try node.whole("x-id", in: 100...65_535)
    swiftName = try SwiftName.type(node.required("x-type"))
    summary = try node.sentence("description")
    let streamNode = try node.required("x-stream")
    let stream = try streamNode.text()
    guard stream == "any" || library.streamKinds.contains(stream) else {
      throw streamNode.refuse("any or one of \(library.streamKinds) is expected")
    }
    self.stream = stream == "any" ? nil : stream
    opens = try node.flag("x-opens")
    if opens, stream == "any" {
      throw try node.required("x-opens").refuse("an event of any stream opens none")
    }
    guard try !node.required("examples").items().isEmpty else {
      throw try node.required("examples").refuse("at least one is expected")
    }
    properties = try PropertyReader(library: library, isTable: false).properties(of: node)
    self.node = node
    try checkExamples()
  }

  /// The examples must keep to the schema by our own coder, descriptors and all.
  private func checkExamples() throws {
    let type = RecordType(self)
    for example in try node.required("examples").items() {
      do {
        _ = try type.record(fromJSON: example.value.text, path: "")
      } catch {
        throw example.refuse("\(error)")
      }
    }
  }
}
