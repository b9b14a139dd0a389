/// The file of `deriveFacts`.
struct FactsSource {
  let schemas: SchemaSet

  var text: String {
    var source = SourceText(from: "tables")
    let streams = ClinicEventSource.streams(of: schemas)
    source.doc(
      "Makes every row that tables copy from an event field by field (`x-events`).",
      "`event` is the event in force, corrections applied. An event gives a table one row, of "
        + "ordinal 0. The rows of derived tables are made by hand.")
    source.block(
      "public func deriveFacts(\n  of event: ClinicEvent, _ context: FactContext, "
        + "into sink: inout FactSink\n)"
    ) { source in
      source.line("switch event {")
      for stream in streams {
        let name = stream.stream.map(SwiftName.camel) ?? "any"
        if stream.events.contains(where: { !tables(of: $0).isEmpty }) {
          source.line("case .\(name)(let event): deriveFacts(of: event, context, into: &sink)")
        } else {
          source.line("case .\(name): break")
        }
      }
      source.line("}")
    }
    for stream in streams {
      let fed = stream.events.filter { !tables(of: $0).isEmpty }
      guard !fed.isEmpty else { continue }
      source.line()
      addSwitch(stream, fed, to: &source)
    }
    return source.text
  }

  private func tables(of event: EventSchema) -> [TableSchema] {
    schemas.tables.filter { table in
      guard case .facts(let sources) = table.kind else { return false }
      return sources.contains { $0.event == event.name }
    }
  }

  private func addSwitch(
    _ stream: StreamSource, _ fed: [EventSchema], to source: inout SourceText
  ) {
    source.block(
      "private func deriveFacts(\n  of event: \(stream.swiftName), _ context: FactContext, "
        + "into sink: inout FactSink\n)"
    ) { source in
      source.line("switch event {")
      for event in fed {
        source.line("case .\(SwiftName.camel(event.name))(let event):")
        for table in tables(of: event) {
          source.line(
            "  sink.emit(\(table.swiftName).table, ordinal: 0, "
              + "\(table.swiftName)(event, context))")
        }
      }
      // No default: an event type added later must be looked at here by the compiler too.
      let rest = stream.events.filter { event in !fed.contains { $0.name == event.name } }
      if !rest.isEmpty {
        let names = rest.map { ".\(SwiftName.camel($0.name))" }.joined(separator: ", ")
        source.line("case \(names): break")
      }
      source.line("}")
    }
  }
}
