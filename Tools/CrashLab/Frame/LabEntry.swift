import Foundation

/// An entry that a harness makes up: always one that the rules take.
struct LabEntry: Sendable {
  /// The event id that it is sent with: no other entry of the same store has it.
  let id: String
  /// Where it belongs; `client/new` leaves the id to the store.
  let stream: String
  let type: String
  let data: [String: String]
  var expectedVersion: Int?

  /// An entry by chance: most often a note of a length by chance, now and then over a page.
  init(id: String, _ chance: inout Generator) {
    self.id = id
    switch chance.below(6) {
    case 0:
      stream = "client/new"
      type = "client-registered"
      data = [
        "name": chance.words(chance.within(4...60)),
        "born_on": "19\(chance.within(10...99))-0\(chance.within(1...9))-1\(chance.below(10))",
      ]
    default:
      stream = chance.pick(["client/C1", "staff/U1", "store/main"])
      type = "note-added"
      data = ["note": chance.words(chance.pick([12, 80, 300, 1_500, 3_900]))]
    }
  }

  /// A note on a stream.
  init(id: String, note: String, on stream: String, expectedVersion: Int? = nil) {
    self.id = id
    self.stream = stream
    type = "note-added"
    data = ["note": note]
    self.expectedVersion = expectedVersion
  }

  /// The words of `stipple record`.
  var words: [String] {
    ["record", type, stream] + data.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      + ["--event-id", id, "--json"]
      + (expectedVersion.map { ["--expected-version", "\($0)"] } ?? [])
  }

  /// A line of `stipple import`.
  var line: String {
    get throws {
      var object: [String: Any] = [
        "event_id": id, "stream": stream, "type": type, "recorded_by": "U1", "data": data,
        "occurred_at": "2026-01-05T10:00:00+00:00",
      ]
      if let expectedVersion { object["expected_version"] = expectedVersion }
      return try StoredLine.sorted(object)
    }
  }

  /// Whether the stored event is this entry, nothing changed.
  func isStored(as event: StoredLine) throws -> Bool {
    let isItsStream =
      stream.hasSuffix("/new") ? event.stream.hasPrefix("client/C") : event.stream == stream
    let sentData = try StoredLine.sorted(data)
    return event.eventID == id && event.type == type && isItsStream && event.data == sentData
  }
}

extension Answer {
  /// The positions that `record --json` acknowledged; none where nothing was printed.
  var acknowledged: [Int] {
    guard let rows = try? JSONSerialization.jsonObject(with: Data(output)) as? [[String: Any]]
    else { return [] }
    return rows.compactMap { ($0["event"] as? String).flatMap { Int($0.dropFirst()) } }
  }
}

extension Answer {
  /// The first position that `import --json` says it wrote.
  var importedFrom: Int? {
    let rows = try? JSONSerialization.jsonObject(with: Data(output)) as? [[String: Any]]
    return rows?.first?["from"] as? Int
  }
}
