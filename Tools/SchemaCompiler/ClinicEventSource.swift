/// The file of the event of any kind.
struct ClinicEventSource {
  let schemas: SchemaSet

  /// The stream kinds and `any`, with the events of each.
  static func streams(of schemas: SchemaSet) -> [StreamSource] {
    let kinds: [String?] = schemas.library.streamKinds.map { $0 } + [nil]
    return kinds.map { kind in
      StreamSource(stream: kind, events: schemas.events.filter { $0.stream == kind })
    }.filter { !$0.events.isEmpty }
  }

  private static func caseName(_ stream: StreamSource) -> String {
    stream.stream.map(SwiftName.enumCase) ?? "any"
  }

  /// `any` and keywords need backticks where a case is declared, none after a dot.
  private static func dotted(_ stream: StreamSource) -> String {
    stream.stream.map(SwiftName.camel) ?? "any"
  }

  var text: String {
    var source = SourceText(from: "events")
    let streams = Self.streams(of: schemas)
    source.line("public import Records")
    source.line()
    source.doc("An event of any kind, by the kind of its stream.")
    source.block("public enum ClinicEvent: Hashable, Sendable") { source in
      for stream in streams {
        source.doc(
          stream.stream.map { "Of the stream of \(SwiftName.phrase($0))." }
            ?? "Such as any stream may hold.")
        source.line("case \(Self.caseName(stream))(\(stream.swiftName))")
      }
      source.line()
      addReading(streams, to: &source)
      source.line()
      source.doc("What the log knows of its type.")
      addSwitch("public var type: EventType", "type", streams, to: &source)
      source.line()
      source.doc("Its record's bytes, without checksum.")
      addSwitch("public func encoded() -> [UInt8]", "encoded()", streams, to: &source)
    }
    return source.text
  }

  private func addReading(_ streams: [StreamSource], to source: inout SourceText) {
    source.doc(
      "Reads an event's data by its type's number and version.",
      "Throws `unknownSchema` for a number or version that this program does not know, or one that "
        + "the record's own header contradicts.")
    source.block(
      "public init(type: UInt16, version: UInt16, payload: RawSpan) throws(RecordError)"
    ) { source in
      source.line("let view = try RecordView(payload)")
      source.block("guard view.schema == type, view.version == version else") { source in
        source.line("throw RecordError(.unknownSchema, schema: type)")
      }
      source.line("switch type {")
      for stream in streams {
        let numbers = stream.events.map { "\($0.number)" }.joined(separator: ", ")
        source.line("case \(numbers):")
        source.line("  if let event = try \(stream.swiftName)(view) {")
        source.line("    self = .\(Self.dotted(stream))(event)")
        source.line("    return")
        source.line("  }")
      }
      source.line("default: break")
      source.line("}")
      source.line("throw RecordError(.unknownSchema, schema: type)")
    }
  }

  private func addSwitch(
    _ head: String, _ member: String, _ streams: [StreamSource], to source: inout SourceText
  ) {
    source.block(head) { source in
      source.line("switch self {")
      for stream in streams {
        source.line("case .\(Self.dotted(stream))(let event): event.\(member)")
      }
      source.line("}")
    }
  }
}
