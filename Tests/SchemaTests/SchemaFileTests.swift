import Clinic
import Foundation
import TestProcesses
import Testing

/// The schemas that the program carries with it.
@Suite struct SchemaFileTests {
  private static let folder = PackageFolder.root.appendingPathComponent("Schemas")

  @Test func `every schema of events is in the program as it is on disk`() throws {
    let events = try FileManager.default.contentsOfDirectory(
      atPath: Self.folder.appendingPathComponent("events").path)
    let expected = Set(events.map { "events/\($0)" } + ["types.json", "event-line.json"])
    #expect(Set(Clinic.SchemaFile.all.map(\.path)) == expected)
    #expect(Clinic.SchemaFile.all.map(\.path) == Clinic.SchemaFile.all.map(\.path).sorted())
    for file in Clinic.SchemaFile.all {
      let onDisk = try Data(contentsOf: Self.folder.appendingPathComponent(file.path))
      #expect(Data(file.text.utf8) == onDisk, "\(file.path)")
    }
  }

  @Test func `what an event needs is its own schema and what that rests on`() {
    let needed = Clinic.SchemaFile.needed(for: [SerumApplied.eventType, EntryCorrected.eventType])
    #expect(
      needed.map(\.path) == [
        "event-line.json", "events/entry-corrected.1.json", "events/serum-applied.1.json",
        "types.json",
      ])
    for type in EventType.all {
      #expect(Clinic.SchemaFile.needed(for: [type]).count == 3, "\(type.name)")
    }
  }
}
