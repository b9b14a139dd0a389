/// What the struct of an event, a row and a structure have in common.
struct RecordSource {
  let swiftName: String
  let number: Int
  let version: Int
  let name: String
  let summary: String
  let properties: [Property]

  /// Adds the struct; `remark` is its documentation's second paragraph, `extra` its own members.
  func add(
    to source: inout SourceText, remark: String, _ extra: (inout SourceText) -> Void = { _ in }
  ) {
    source.doc(summary, remark)
    source.block("public struct \(swiftName): RecordCodable, Hashable, Sendable") { source in
      for property in properties {
        source.doc(property.summary, property.remarks)
        source.line("public var \(property.swiftName): \(property.storedType)")
      }
      if !properties.isEmpty { source.line() }
      addInitializer(to: &source)
      source.line()
      addReading(to: &source)
      source.line()
      addWriting(to: &source)
      source.line()
      addDescriptor(to: &source)
      extra(&source)
    }
  }

  private func addInitializer(to source: inout SourceText) {
    guard !properties.isEmpty else {
      source.doc("It holds nothing but that it happened.")
      source.line("public init() {}")
      return
    }
    source.doc("Every field in the schema's order.")
    source.line("public init(")
    source.indented { source in
      for (index, property) in properties.enumerated() {
        let end = index == properties.count - 1 ? "" : ","
        let preset = property.isRequired ? "" : " = nil"
        source.line("\(property.swiftName): \(property.swiftType)\(preset)\(end)")
      }
    }
    source.block(")") { source in
      for property in properties {
        source.line("self.\(property.swiftName) = \(property.swiftName)")
      }
    }
  }

  private func addReading(to source: inout SourceText) {
    source.doc("Reads a record; throws if a required field is absent or a word is not known.")
    source.block("public init(_ record: RecordView) throws(RecordError)") { source in
      // All of it first: of a value that is put together bit by bit, the compiler makes a copy.
      for property in properties {
        source.line("let \(property.swiftName) = \(property.reading)")
      }
      guard !properties.isEmpty else {
        source.line("self.init()")
        return
      }
      source.line("self.init(")
      source.indented { source in
        for (index, property) in properties.enumerated() {
          let end = index == properties.count - 1 ? ")" : ","
          source.line("\(SwiftName.camel(property.name)): \(property.swiftName)\(end)")
        }
      }
    }
  }

  private func addWriting(to source: inout SourceText) {
    source.doc("Sets every slot.")
    source.block("public func write(to writer: inout RecordWriter)") { source in
      for property in properties { source.line(property.writing) }
    }
  }

  /// The fields are made one statement each: a literal of eighty calls is slow to type-check.
  private func addDescriptor(to source: inout SourceText) {
    source.doc("The description of its records.")
    source.line("public static let recordType: RecordType = RecordType(")
    source.indented { source in
      source.line("id: \(number), version: \(version), name: \(SourceText.literal(name)),")
      source.line("summary: \(SourceText.literal(summary)),")
      source.line("fields: makeFields())")
    }
    source.line()
    source.block("private static func makeFields() -> [Field]") { source in
      guard !properties.isEmpty else {
        source.line("[]")
        return
      }
      source.line("var fields: [Field] = []")
      source.line("fields.reserveCapacity(\(properties.count))")
      for property in properties { source.line("fields.append(\(property.descriptor))") }
      source.line("return fields")
    }
  }
}

extension RecordSource {
  init(_ structure: Structure) {
    self.init(
      swiftName: structure.swiftName, number: 0, version: 1, name: structure.name,
      summary: structure.summary, properties: structure.properties)
  }

  init(_ event: EventSchema) {
    self.init(
      swiftName: event.swiftName, number: event.number, version: event.version, name: event.name,
      summary: event.summary, properties: event.properties)
  }

  init(_ table: TableSchema) {
    self.init(
      swiftName: table.swiftName, number: table.number, version: 1, name: table.name,
      summary: table.summary, properties: table.properties)
  }
}
