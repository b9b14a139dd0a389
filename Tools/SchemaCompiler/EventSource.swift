/// The file of one event type.
struct EventSource {
  let event: EventSchema

  var text: String {
    var source = SourceText(from: event.node.file)
    source.line("public import Records")
    source.line()
    let owner = event.stream.map { "the stream of \(SwiftName.phrase($0))" } ?? "any stream"
    let opens = event.opens ? ", which it opens" : ""
    RecordSource(event).add(
      to: &source,
      remark: "Event `\(event.name)`, number \(event.number), version \(event.version), "
        + "of \(owner)\(opens)."
    ) { source in
      source.line()
      source.doc("What the log knows of it.")
      source.line("public static let eventType: EventType = EventType(")
      source.indented { source in
        let stream = event.stream.map { "." + SwiftName.camel($0) } ?? "nil"
        source.line("record: recordType, stream: \(stream), opens: \(event.opens))")
      }
    }
    return source.text
  }
}

/// The file of the events of one stream kind.
struct StreamSource {
  /// The stream kind's word; nil for the events of any stream.
  let stream: String?
  let events: [EventSchema]

  var swiftName: String { stream.map(SwiftName.streamEvent) ?? "AnyStreamEvent" }

  var text: String {
    var source = SourceText(from: "events")
    source.line("public import Records")
    source.line()
    source.doc(
      stream.map { "An event of the stream of \(SwiftName.phrase($0))." }
        ?? "An event that any stream may hold.")
    source.block("public enum \(swiftName): StreamEvent, Hashable, Sendable") { source in
      for event in events {
        source.doc(event.summary)
        source.line("case \(SwiftName.enumCase(event.name))(\(event.swiftName))")
      }
      source.line()
      addReading(to: &source)
      source.line()
      source.doc("What the log knows of its type.")
      addSwitch("public var type: EventType", to: &source) { "\($0.swiftName).eventType" }
      source.line()
      source.doc("Its record's bytes, without checksum.")
      source.block("public func encoded() -> [UInt8]") { source in
        guard !events.isEmpty else { return }
        source.line("switch self {")
        for event in events {
          source.line("case .\(SwiftName.camel(event.name))(let event): event.encoded()")
        }
        source.line("}")
      }
    }
    return source.text
  }

  private func addReading(to source: inout SourceText) {
    source.doc(
      "Reads an event's data by the number and version in its record; nil if they are none of "
        + "these.")
    source.block("public init?(_ view: RecordView) throws(RecordError)") { source in
      source.line("switch view.schema {")
      for event in events {
        source.line("case \(event.number) where view.version == \(event.version):")
        source.line("  self = .\(SwiftName.camel(event.name))(try \(event.swiftName)(view))")
      }
      source.line("default: return nil")
      source.line("}")
    }
  }

  private func addSwitch(
    _ head: String, to source: inout SourceText, _ result: (EventSchema) -> String
  ) {
    source.block(head) { source in
      source.line("switch self {")
      for event in events {
        source.line("case .\(SwiftName.camel(event.name)): \(result(event))")
      }
      source.line("}")
    }
  }
}
