import Clinic
import ClinicSQL
import ClinicStore
import Foundation
import Records
import Testing

/// The clinic of `Tests/Fixtures/twenty-questions.ndjson`, asked at noon on 2026-06-15 (UTC).
final class ClinicFixture {
  let folder: Folder
  let store: ClinicStore
  let connection: Connection

  static var path: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/twenty-questions.ndjson").path
  }

  /// - Parameter asRecorded: whether its events keep their times and deviations, or are imported now
  ///   and held against the rules.
  init(asRecorded: Bool = true) throws {
    folder = try Folder()
    let place = folder.path + "/clinic.stipple"
    if asRecorded {
      let empty = try ClinicStore.openOrCreateEmpty(at: place)
      _ = try empty.importAsRecorded(try LineSource(path: Self.path), isDryRun: false)
      // A store takes its zone from the first event that it finds when it is opened.
      store = try ClinicStore.open(at: place)
    } else {
      let zone = try #require(ClinicZone("Europe/London"))
      store = try ClinicStore.create(
        at: place, clinic: "Fictional Street", zone: zone, recordedBy: "U1")
      // The new store has its first event already.
      let rest = try String(contentsOfFile: Self.path, encoding: .utf8).split(separator: "\n")
        .dropFirst().joined(separator: "\n")
      let file = folder.path + "/rest.ndjson"
      try Data(rest.utf8).write(to: URL(fileURLWithPath: file))
      _ = try store.importLines(try LineSource(path: file), plan: ImportPlan()) { _ in }
    }
    connection = try Self.connection(to: store)
  }

  /// A connection for which it is noon on 2026-06-15.
  static func connection(to store: ClinicStore) throws -> Connection {
    var source = TableSource(store)
    let noon = try #require(Instant(rfc3339: "2026-06-15T12:00:00Z"))
    source.now = { noon }
    return try Connection(source)
  }
}
