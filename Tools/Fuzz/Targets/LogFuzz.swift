import Clinic
import ClinicSQL
import ClinicStore
import Crypto
import EventLog
import Foundation
import Glibc
import Records
import Simulation

/// Bytes as what is done to a clinic's log before an empty store takes it as recorded: events given the
/// data, the stream or the time of others, moved, doubled or left out, and bytes of the file changed.
///
/// No rule is asked of such a log, so it may say anything that its schemas let it say. What is taken must
/// be whole and must answer; of what is refused nothing may be left.
final class LogFuzz {
  private let base: [StoredEvent]
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("fuzz-log-\(UUID().uuidString)")
  private let names = TableType.all.map(\.name) + View.all.map(\.name)

  init() throws {
    var events: [StoredEvent] = []
    Simulation(sessions: 8, seed: 3).forEach { events.append($0) }
    base = Array(events.prefix(256))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func run(_ input: [UInt8]) throws {
    guard input.count >= 4 else { return }
    var events = base
    var harm: [(place: Int, mask: UInt8)] = []
    for start in stride(from: 0, through: input.count - 4, by: 4) {
      let (kind, one, other, value) = (
        input[start], Int(input[start + 1]), Int(input[start + 2]), input[start + 3]
      )
      guard one < events.count, other < events.count else { continue }
      switch kind % 8 {
      case 0:
        events[one].payload = events[other].payload
        events[one].envelope.type = events[other].envelope.type
        events[one].envelope.schema = events[other].envelope.schema
      case 1: events[one].envelope.stream = events[other].envelope.stream
      case 2 where !events[one].payload.isEmpty:
        events[one].payload[other % events[one].payload.count] ^= value
      case 3: events.remove(at: one)
      case 4: events.insert(events[one], at: other)
      case 5: events.swapAt(one, other)
      case 6:
        events[one].envelope.occurredAt = events[other].envelope.occurredAt
        events[one].envelope.recordedBy = events[other].envelope.performedBy
      case 7: harm.append((one << 8 | other, value))
      default: break
      }
    }
    Self.renumber(&events)
    var file = Self.file(of: events)
    for change in harm { file[change.place % file.count] ^= change.mask }
    try take(file, of: events)
  }

  /// Has the events follow on each other, in the log and in their streams.
  private static func renumber(_ events: inout [StoredEvent]) {
    var versions: [StreamID: UInt64] = [:]
    var last = Instant(microseconds: 0)
    for place in events.indices {
      let stream = events[place].envelope.stream
      versions[stream, default: 0] += 1
      last = max(last, events[place].envelope.recordedAt)
      events[place].envelope.position = UInt64(place) + 1
      events[place].envelope.version = versions[stream, default: 0]
      events[place].envelope.recordedAt = last
    }
  }

  /// The file that `stipple export --format log` would write of them.
  private static func file(of events: [StoredEvent]) -> [UInt8] {
    func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
    let store = "0b7e2a5c-55f2-4a3f-8d3e-1c6a9f0be173"
    var file = Array("stipple log 1 store \(store) from @1 through @\(events.count)\n".utf8)
    for event in events {
      let record = event.record
      file += bytes(UInt32(record.count)) + record
    }
    file += bytes(UInt32(0)) + bytes(UInt64(events.count))
    return file + SHA256.hash(data: file)
  }

  private func take(_ file: [UInt8], of events: [StoredEvent]) throws {
    let source = folder.appendingPathComponent("log").path
    let path = folder.appendingPathComponent("store").path
    try Data(file).write(to: URL(fileURLWithPath: source))
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try ClinicStore.importLog(LineSource(path: source), at: path, isDryRun: false)
    } catch {
      try expect(error is StoreError, "a refusal is told, not \(type(of: error))")
      let isLeft = [path, path + ".part"].contains { FileManager.default.fileExists(atPath: $0) }
      return try expect(!isLeft, "of a refused log nothing is left")
    }
    try ask(path, events)
  }

  /// What was taken is what was given, verifies, and answers, at a moment in its middle too.
  private func ask(_ path: String, _ events: [StoredEvent]) throws {
    let verification = try expect("a log that was taken verifies") {
      try ClinicStore.verify(at: path)
    }
    try expect(verification.isSound, "a log that was taken is sound: \(verification)")
    let store = try ClinicStore.open(at: path)
    var kept: [StoredEvent] = []
    try store.forEachEvent(EventRange()) { event in
      kept.append(event)
      return true
    }
    try expect(kept == events, "the events are those that were given")
    let database = try Connection(store)
    for name in names {
      for moment in ["", "('@\(events.count / 2)')"] where !(events.isEmpty && !moment.isEmpty) {
        try expect("\(name)\(moment) answers") {
          guard let statement = try database.prepare("select * from \(name)\(moment)") else {
            return
          }
          while try statement.step() {
            for column in 0..<statement.columns.count { _ = statement.value(at: column) }
          }
        }
      }
    }
  }
}
