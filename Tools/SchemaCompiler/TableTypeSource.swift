/// The file of `TableType`, with the list of all.
struct TableTypeSource {
  let schemas: SchemaSet

  var text: String {
    var source = SourceText(from: "tables")
    source.line("public import Records")
    source.line()
    source.doc("A table: its columns, and what its rows are made from.")
    source.block("public struct TableType: Sendable") { source in
      source.doc("What a table's rows are.")
      source.block("public enum Kind: Hashable, Sendable") { source in
        source.doc("One row a stream of this kind: the fold of that stream alone.")
        source.line("case state(StreamKind)")
        source.doc("Rows made from events, keyed by position and ordinal.")
        source.line("case facts")
      }
      source.line()
      addMembers(to: &source)
      source.line()
      addList(to: &source)
    }
    source.line()
    source.block("extension TableType: Hashable") { source in
      source.doc("True for the same number.")
      source.block("public static func == (left: TableType, right: TableType) -> Bool") {
        $0.line("left.id == right.id")
      }
      source.line()
      source.doc("Hashes the number.")
      source.block("public func hash(into hasher: inout Hasher)") {
        $0.line("hasher.combine(id)")
      }
    }
    return source.text
  }

  private func addMembers(to source: inout SourceText) {
    source.doc("The number that begins the keys of its rows; never used for another.")
    source.line("public let id: UInt8")
    source.doc("What its rows are.")
    source.line("public let kind: Kind")
    source.doc("The name, such as `sessions`.")
    source.line("public let name: String")
    source.doc("Raised when the fold changes what rows it makes of the same events.")
    source.line("public let foldVersion: Int")
    source.doc("True for facts whose rows are made by hand, not field by field.")
    source.line("public let isDerived: Bool")
    source.line("private let makeRecord: @Sendable () -> RecordType")
    source.line("private let makeSources: @Sendable () -> [EventType]")
    source.line()
    source.doc(
      "The description of its rows, whose fields are the columns; made when first asked for.")
    source.line("public var record: RecordType { makeRecord() }")
    source.line()
    source.doc("The events that rows are made from field by field.")
    source.line("public var sources: [EventType] { makeSources() }")
    source.line()
    addInit(to: &source)
  }

  /// Most programs ask for a few tables of all.
  private func addInit(to source: inout SourceText) {
    source.line("init(")
    source.indented { source in
      source.line("id: UInt8, name: String, kind: Kind, foldVersion: Int, isDerived: Bool,")
      source.line("record: @autoclosure @escaping @Sendable () -> RecordType,")
      source.line("sources: @autoclosure @escaping @Sendable () -> [EventType]")
    }
    source.block(")") { source in
      for name in ["id", "name", "kind", "foldVersion", "isDerived"] {
        source.line("self.\(name) = \(name)")
      }
      source.line("makeRecord = record")
      source.line("makeSources = sources")
    }
  }

  private func addList(to source: inout SourceText) {
    source.doc("Every table, in the order of the numbers.")
    source.line("public static let all: [TableType] = makeAll()")
    source.line()
    source.doc("The table of a name, or nil.")
    source.block("public static func named(_ name: String) -> TableType?") {
      $0.line("all.first { $0.name == name }")
    }
    source.line()
    source.doc("The table of a number, or nil.")
    source.block("public static func numbered(_ id: UInt8) -> TableType?") {
      $0.line("all.first { $0.id == id }")
    }
    source.line()
    source.block("private static func makeAll() -> [TableType]") { source in
      source.line("var tables: [TableType] = []")
      source.line("tables.reserveCapacity(\(schemas.tables.count))")
      for table in schemas.tables { source.line("tables.append(\(table.swiftName).table)") }
      source.line("return tables")
    }
  }
}
