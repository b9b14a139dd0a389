import Clinic
import ClinicStore
import Foundation
import Records
import Testing

@testable import Reports

/// Every event has words, and every field of it is among them.
@Suite struct EventDetailTests {
  /// An example of a type, from its schema.
  struct Example: CustomTestStringConvertible, Sendable {
    var type: EventType
    var json: String
    var testDescription: String { type.name }
  }

  static let examples: [Example] = {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
        "Schemas/events")
    return EventType.all.flatMap { type -> [Example] in
      let file = folder.appendingPathComponent("\(type.name).\(type.version).json")
      guard let data = try? Data(contentsOf: file),
        let schema = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
        let examples = schema["examples"] as? [Any]
      else { return [] }
      return examples.compactMap { example in
        guard let json = try? JSONSerialization.data(withJSONObject: example) else { return nil }
        return Example(type: type, json: String(decoding: json, as: UTF8.self))
      }
    }
  }()

  private func event(_ example: Example) throws -> ClinicEvent {
    // JSONSerialization writes 0.55 as 0.55000000000000004; the digits are then too many.
    let payload = try example.type.record.record(fromJSON: example.json)
    return try ClinicEvent(
      type: example.type.number, version: example.type.version, payload: payload.span.bytes)
  }

  @Test func `every type has examples`() {
    #expect(Set(Self.examples.map(\.type)).count == EventType.all.count)
  }

  @Test(arguments: examples) func `every field is in the words`(_ example: Example) throws {
    let detail = EventDetail(try event(example), zone: .utc)
    let said = Set(detail.phrases.map(\.field))
    // A unit is told with its number, a correction's `was` behind the arrow.
    let fields = example.type.record.fields.map(\.name)
      .filter { !["speed_unit", "unit", "was"].contains($0) }
    #expect(said == Set(fields))
    #expect(said.count == detail.phrases.count, "a field is told once")
  }

  @Test(arguments: examples) func `the words are fit for a line`(_ example: Example) throws {
    let text = EventDetail(try event(example), zone: .utc).text
    #expect(!text.contains("\n"))
    #expect(!text.hasPrefix(",") && !text.hasPrefix(" ") && !text.hasSuffix(" "))
    #expect(!text.contains(", ,") && !text.contains("  "), "\(text)")
    #expect(!text.isEmpty || example.json == "{}", "\(example.type.name)")
  }
}
