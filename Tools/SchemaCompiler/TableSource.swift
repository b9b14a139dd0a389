/// The file of one table's row, and of how an event becomes one.
struct TableSource {
  let table: TableSchema
  let schemas: SchemaSet

  func text() throws -> String {
    var source = SourceText(from: table.node.file)
    source.line("public import Records")
    source.line()
    RecordSource(table).add(to: &source, remark: remark) { source in
      source.line()
      addTable(to: &source)
      if case .state = table.kind {
        source.line()
        addEmpty(to: &source)
      }
    }
    if case .facts(let sources) = table.kind {
      let fills = try sources.map { try FactMapping(table: table, source: $0, schemas: schemas) }
      try FactMapping.checkAllFilled(table, fills)
      for fill in fills {
        source.line()
        fill.add(to: &source)
      }
    }
    return source.text
  }

  private var remark: String {
    switch table.kind {
    case .state(let stream):
      "A row of `\(table.name)`, table \(table.number): the fold of one \(stream)'s stream."
    case .facts(let sources):
      "A row of `\(table.name)`, table \(table.number), made from "
        + sources.map { "`\($0.event)`" }.joined(separator: ", ") + "."
    case .derived:
      "A row of `\(table.name)`, table \(table.number), made by hand."
    }
  }

  private func addTable(to source: inout SourceText) {
    source.doc("What the store knows of the table.")
    source.line("public static let table: TableType = TableType(")
    source.indented { source in
      let kind: String
      var sources: [String] = []
      var isDerived = false
      switch table.kind {
      case .state(let stream): kind = ".state(.\(SwiftName.camel(stream)))"
      case .facts(let list):
        kind = ".facts"
        sources = list.compactMap { source in
          schemas.events.first { $0.name == source.event }.map { "\($0.swiftName).eventType" }
        }
      case .derived:
        kind = ".facts"
        isDerived = true
      }
      source.line("id: \(table.number), name: \"\(table.name)\", kind: \(kind),")
      source.line("foldVersion: \(table.foldVersion), isDerived: \(isDerived), record: recordType,")
      source.line("sources: [\(sources.joined(separator: ", "))])")
    }
  }

  /// A state row before its first event.
  private func addEmpty(to source: inout SourceText) {
    source.doc("The row of a stream without events: nothing is known but the id.")
    source.block("public init(id: String)") { source in
      for property in table.properties {
        let value =
          property.name == "id" ? "id" : property.isRequired ? property.kind.neutral : "nil"
        source.line("self.\(property.swiftName) = \(value)")
      }
    }
  }
}
