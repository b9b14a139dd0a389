/// A schema as it is written in `Schemas/`, for whoever is given events and has nothing of ours.
public struct SchemaFile: Hashable, Sendable {
  /// Its place below `Schemas`: `types.json`, `events/serum-applied.1.json`.
  public let path: String
  /// Its whole text.
  public let text: String

  /// The schemas of these types of event, with what all schemas rest on, in the order of the paths.
  public static func needed(for types: some Sequence<EventType>) -> [SchemaFile] {
    var paths: Set = ["types.json", "event-line.json"]
    for type in types { paths.insert("events/\(type.name).\(type.version).json") }
    return all.filter { paths.contains($0.path) }
  }
}
