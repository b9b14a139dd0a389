import Records

/// All schemas of a folder, read and held against one another.
struct SchemaSet {
  let library: TypeLibrary
  let events: [EventSchema]
  let tables: [TableSchema]
  let views: [ViewSchema]
  /// The texts of events' schemas and what they rest on, by path.
  let files: [(path: String, text: String)]

  /// Reads `types.json`, `events/*.json`, `tables/*.json` and `views/*.sql`; throws every refusal at
  /// once.
  init(folder: String) throws {
    let library = try TypeLibrary(SchemaNode(file: "types.json", in: folder))
    var refusals: [Refusal] = []
    events = try Self.each("events", in: folder, &refusals) {
      try EventSchema($0, library: library)
    }.sorted { $0.number < $1.number }
    tables = try Self.each("tables", in: folder, &refusals) {
      try TableSchema($0, library: library)
    }.sorted { $0.number < $1.number }
    views = try Self.views(in: folder, &refusals)
    files = try Self.files(of: events, in: folder, &refusals)
    self.library = library
    if refusals.isEmpty { refusals = conflicts() }
    guard refusals.isEmpty else { throw Refusals(all: refusals) }
  }

  private static func each<Schema>(
    _ kind: String, in folder: String, _ refusals: inout [Refusal],
    _ read: (SchemaNode) throws -> Schema
  ) throws -> [Schema] {
    var schemas: [Schema] = []
    for name in try Disk.names(in: "\(folder)/\(kind)") where name.hasSuffix(".json") {
      do {
        schemas.append(try read(SchemaNode(file: "\(kind)/\(name)", in: folder)))
      } catch let refusal as Refusal {
        refusals.append(refusal)
      }
    }
    return schemas
  }

  private static func views(
    in folder: String, _ refusals: inout [Refusal]
  ) throws -> [ViewSchema] {
    var views: [ViewSchema] = []
    for name in try Disk.names(in: "\(folder)/views") where name.hasSuffix(".sql") {
      do {
        views.append(try ViewSchema(file: "views/\(name)", in: folder))
      } catch let refusal as Refusal {
        refusals.append(refusal)
      }
    }
    return views
  }

  private static func files(
    of events: [EventSchema], in folder: String, _ refusals: inout [Refusal]
  ) throws -> [(path: String, text: String)] {
    var files: [(path: String, text: String)] = []
    for path in (["event-line.json", "types.json"] + events.map(\.node.file)).sorted() {
      let text = String(decoding: try Disk.read("\(folder)/\(path)"), as: UTF8.self)
      do throws(Refusal) { try SchemaFileSource.check(text, of: path) } catch {
        refusals.append(error)
      }
      files.append((path, text))
    }
    return files
  }

  /// Numbers, names in SQL and Swift names that two files claim.
  private func conflicts() -> [Refusal] {
    var refusals: [Refusal] = []
    var numbers: [Int: String] = [:]
    var names: [String: String] = [:]
    for event in events {
      if let other = numbers.updateValue(event.node.file, forKey: event.number) {
        refusals.append(event.node.refuse("x-id \(event.number) is taken by \(other)"))
      }
    }
    // Events and tables share the header's schema number.
    for table in tables {
      if let other = numbers.updateValue(table.node.file, forKey: table.number) {
        refusals.append(table.node.refuse("x-id \(table.number) is taken by \(other)"))
      }
    }
    for view in views
    where view.name == "events" || tables.contains(where: { $0.name == view.name }) {
      refusals.append(
        Refusal(file: view.file, pointer: "", reason: "\(view.name) is the name of a table"))
    }
    for name in generatedNames { names[name] = "the generated code" }
    for enumeration in library.enumerations where !enumeration.isExternal {
      if let other = names.updateValue("types.json", forKey: enumeration.swiftName) {
        refusals.append(taken("types.json", enumeration.swiftName, other))
      }
    }
    for structure in library.structures {
      if let other = names.updateValue("types.json", forKey: structure.swiftName) {
        refusals.append(taken("types.json", structure.swiftName, other))
      }
    }
    for (file, name) in events.map({ ($0.node.file, $0.swiftName) })
      + tables.map({ ($0.node.file, $0.swiftName) })
    {
      if let other = names.updateValue(file, forKey: name) {
        refusals.append(taken(file, name, other))
      }
    }
    return refusals
  }

  private func taken(_ file: String, _ name: String, _ other: String) -> Refusal {
    Refusal(file: file, pointer: "", reason: "x-type \(name) is taken by \(other)")
  }

  private var generatedNames: [String] {
    [
      "ClinicEvent", "AnyStreamEvent", "EventType", "TableType", "FactContext", "FactSink",
      "SchemaFile",
    ]
      + library.streamKinds.map { SwiftName.streamEvent($0) }
  }
}
