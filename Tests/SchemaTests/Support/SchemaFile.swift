import Foundation
import Records
import TestProcesses

/// A schema with its examples, as they are written and as Foundation understands them.
struct SchemaFile {
  struct Example {
    var json: JSONValue
    var meaning: JSONMeaning
  }

  /// The file as JSON, its digits kept.
  let json: JSONValue
  let examples: [Example]

  /// Of the event type `name`, version 1.
  static func event(_ name: String) throws -> SchemaFile {
    try SchemaFile(at: "events/\(name).1.json")
  }

  static func table(_ name: String) throws -> SchemaFile {
    try SchemaFile(at: "tables/\(name).json")
  }

  init(at path: String) throws {
    let file = PackageFolder.schemas.appendingPathComponent(path)
    let text = try String(contentsOf: file, encoding: .utf8)
    json = try JSONValue(parsing: text)
    var written: [JSONValue] = []
    if case .array(let items)? = json["examples"] { written = items }
    var understood: [JSONMeaning] = []
    if case .list(let items)? = try JSONMeaning(of: text)["examples"] { understood = items }
    precondition(written.count == understood.count, "two readings of \(path) differ")
    examples = zip(written, understood).map { Example(json: $0, meaning: $1) }
  }

  /// The names of all properties.
  var properties: Set<String> {
    guard case .object(let members)? = json["properties"] else { return [] }
    return Set(members.map(\.key))
  }

  /// The first example that has every property.
  var fullExample: Example? {
    examples.first { example in
      guard case .object(let members) = example.json else { return false }
      return Set(members.map(\.key)) == properties
    }
  }
}
