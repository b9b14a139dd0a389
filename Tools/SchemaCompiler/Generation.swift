import Records

/// The generated files of one output folder, by their paths within it.
struct Generation {
  private(set) var files: [(path: String, text: String)] = []

  /// What SQL asks by name.
  init(viewsOf schemas: SchemaSet) {
    add("Views", ViewSource(views: schemas.views).text)
  }

  /// What is recorded, and the rows that follow.
  init(_ schemas: SchemaSet) throws {
    for enumeration in schemas.library.enumerations where !enumeration.isExternal {
      add(
        "Vocabularies/\(enumeration.swiftName)", VocabularySource(enumeration: enumeration).text)
    }
    for structure in schemas.library.structures {
      var source = SourceText(from: "types.json")
      source.line("public import Records")
      source.line()
      RecordSource(structure).add(to: &source, remark: "Structure `\(structure.name)`.")
      add("Structures/\(structure.swiftName)", source.text)
    }
    for event in schemas.events {
      add("Events/\(event.swiftName)", EventSource(event: event).text)
    }
    for stream in ClinicEventSource.streams(of: schemas) {
      add("Streams/\(stream.swiftName)", stream.text)
    }
    add("Streams/ClinicEvent", ClinicEventSource(schemas: schemas).text)
    add("EventType", EventTypeSource(schemas: schemas).text)
    var refusals: [Refusal] = []
    for table in schemas.tables {
      do {
        add(
          "Tables/\(table.swiftName)", try TableSource(table: table, schemas: schemas).text())
      } catch let refusal as Refusal {
        refusals.append(refusal)
      }
    }
    guard refusals.isEmpty else { throw Refusals(all: refusals) }
    add("TableType", TableTypeSource(schemas: schemas).text)
    add("Facts", FactsSource(schemas: schemas).text)
    add("SchemaFiles", SchemaFileSource(files: schemas.files).text)
    files.sort { $0.path < $1.path }
  }

  private mutating func add(_ path: String, _ text: String) {
    files.append(("\(path).swift", text))
  }

  /// Compares with a folder: what is missing, different, or there without a schema.
  func stale(in folder: String) throws -> [String] {
    var stale: [String] = []
    let present = Set(try Disk.isFolder(folder) ? Disk.files(below: folder) : [])
    for file in files {
      if !present.contains(file.path) {
        stale.append("\(file.path) is missing")
      } else if try Disk.read("\(folder)/\(file.path)") != Array(file.text.utf8) {
        stale.append("\(file.path) is not what the schemas give")
      }
    }
    let known = Set(files.map(\.path))
    for path in present.subtracting(known).sorted() {
      stale.append("\(path) comes from no schema")
    }
    return stale
  }

  /// Writes what differs, and removes generated files that no schema gives any more.
  func write(to folder: String) throws -> (written: Int, removed: Int) {
    try Disk.makeFolder(folder)
    let present = Set(try Disk.files(below: folder))
    var written = 0
    for file in files {
      let path = "\(folder)/\(file.path)"
      let bytes = Array(file.text.utf8)
      if present.contains(file.path), try Disk.read(path) == bytes { continue }
      if let slash = path.lastIndex(of: "/") { try Disk.makeFolder(String(path[..<slash])) }
      try Disk.write(bytes, to: path)
      written += 1
    }
    var removed = 0
    for path in present.subtracting(files.map(\.path)) {
      // Only what this tool wrote is this tool's to remove.
      guard try Disk.read("\(folder)/\(path)").starts(with: SourceText.ignore.utf8) else {
        continue
      }
      try Disk.remove("\(folder)/\(path)")
      removed += 1
    }
    return (written, removed)
  }
}
