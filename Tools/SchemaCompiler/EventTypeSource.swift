/// The file of `EventType`, with the list of all.
struct EventTypeSource {
  let schemas: SchemaSet

  var text: String {
    var source = SourceText(from: "events")
    source.line("public import Records")
    source.line()
    source.doc("A type of event: its description, and the streams that hold it.")
    source.block("public struct EventType: Sendable") { source in
      addMembers(to: &source)
      source.line()
      addList(to: &source)
    }
    source.line()
    source.block("extension EventType: Hashable") { source in
      source.doc("True for the same number.")
      source.block("public static func == (left: EventType, right: EventType) -> Bool") {
        $0.line("left.number == right.number")
      }
      source.line()
      source.doc("Hashes the number.")
      source.block("public func hash(into hasher: inout Hasher)") {
        $0.line("hasher.combine(number)")
      }
    }
    return source.text
  }

  private func addMembers(to source: inout SourceText) {
    source.doc("The description of its data.")
    source.line("public let record: RecordType")
    source.doc("The kind of stream that holds it; nil if any may.")
    source.line("public let stream: StreamKind?")
    source.doc("True if it is the first event of its stream, and only that.")
    source.line("public let opens: Bool")
    source.line()
    source.doc("The schema's number, never used for another.")
    source.line("public var number: UInt16 { record.id }")
    source.line()
    source.doc("The schema's version, from 1.")
    source.line("public var version: UInt16 { record.version }")
    source.line()
    source.doc("The name, such as `serum-applied`.")
    source.line("public var name: String { record.name }")
  }

  private func addList(to source: inout SourceText) {
    source.doc("Every type, in the order of the numbers.")
    source.line("public static let all: [EventType] = makeAll()")
    source.line()
    source.doc("The type of a name, or nil.")
    source.block("public static func named(_ name: String) -> EventType?") {
      $0.line("names.code(name).map { all[Int($0)] }")
    }
    source.line()
    source.doc("The type of a name given as its UTF-8, or nil.")
    source.block("public static func named(utf8 name: RawSpan) -> EventType?") {
      $0.line("names.code(utf8: name).map { all[Int($0)] }")
    }
    source.line()
    source.doc("The type of a number, or nil.")
    source.block("public static func numbered(_ number: UInt16) -> EventType?") { source in
      source.line("let index = Int(number)")
      source.line("return index < byNumber.count ? byNumber[index] : nil")
    }
    source.line()
    source.doc("Their names; a code is a place in the list of all.")
    source.line(
      "private static let names = EnumType(name: \"EventType\", words: all.map(\\.name))")
    source.line()
    source.block("private static let byNumber: [EventType?] =", close: "}()") { source in
      source.line("let count = Int(all.last?.number ?? 0) + 1")
      source.line("var types = [EventType?](repeating: nil, count: count)")
      source.line("for type in all { types[Int(type.number)] = type }")
      source.line("return types")
    }
    source.line()
    source.block("private static func makeAll() -> [EventType]") { source in
      source.line("var types: [EventType] = []")
      source.line("types.reserveCapacity(\(schemas.events.count))")
      for event in schemas.events { source.line("types.append(\(event.swiftName).eventType)") }
      source.line("return types")
    }
  }
}
