import Clinic
import ClinicStore
import EventLog
import Foundation
import Glibc
import Records

/// Opens and checks what a crash may have left, one possible disk a case.
struct StateProbe: Probe {
  static let name = "states"

  private let recording: Recording
  private let seed: UInt64
  private let heedsSyncs: Bool
  private let scratch: String
  /// Every event of the store as it was left in the end.
  private let events: [StoredEvent]

  /// How often an entry is recorded into what was found, and the store checked once more.
  private static let recordsOneIn = 8

  /// The arguments: the recording, the store in the end, the seed, whether syncs are heeded.
  init(_ arguments: [String], scratch: String) throws {
    guard arguments.count == 4, let seed = UInt64(arguments[2]) else {
      throw LabError("states takes RECORDING STORE SEED HEEDS")
    }
    recording = try Recording(at: arguments[0])
    events = try Self.events(of: try ClinicStore.open(at: arguments[1]))
    self.seed = seed
    heedsSyncs = arguments[3] == "true"
    self.scratch = scratch
  }

  /// The moment of a case: every one in turn.
  private func moment(of number: Int) -> Int { number % (recording.changes.count + 1) }

  func find(_ number: Int) throws -> Finding {
    var finding = Finding(number)
    var chance = Generator(seed: seed, harness: Self.name, cycle: number)
    let moment = moment(of: number)
    let disk = PossibleDisk(recording, at: moment, heedsSyncs: heedsSyncs, &chance)
    let folder = "\(scratch)/clinic.stipple"
    mkdir(folder, 0o700)
    defer { clear(folder) }
    for (name, bytes) in disk.files { try write(bytes, to: "\(folder)/\(name)") }
    let acknowledged = recording.acknowledged[moment]
    do {
      let store = try ClinicStore.open(at: folder)
      let found = try Self.events(of: store)
      finding.counts.append("opened")
      if found.count < acknowledged ?? 0 {
        finding.faults.append(
          "@\(acknowledged ?? 0) was acknowledged, the store ends at @\(found.count)")
      }
      if !found.elementsEqual(events.prefix(found.count)) {
        finding.faults.append("an event is another than was recorded")
      }
      try check(folder, &finding)
      if finding.faults.isEmpty, acknowledged ?? 0 > 2, chance.once(in: Self.recordsOneIn) {
        try recordMore(store, after: found.count, &finding)
        try check(folder, &finding)
      }
    } catch let error as StoreError where acknowledged == nil && error.kind == .noStore {
      finding.counts.append("no store yet")
    } catch let error as StoreError {
      finding.faults.append("after @\(acknowledged ?? 0): \(error.message)")
    }
    return finding
  }

  private func check(_ folder: String, _ finding: inout Finding) throws {
    for problem in try ClinicStore.verify(at: folder).findings.prefix(2) {
      finding.faults.append("verify: \(problem.check): \(problem.place): \(problem.message)")
    }
  }

  /// What was found must take entries as if nothing had been.
  private func recordMore(
    _ store: ClinicStore, after last: Int, _ finding: inout Finding
  ) throws {
    finding.counts.append("written on")
    let type = NoteAdded.eventType
    let receipts = try store.record([
      Entry(
        stream: .stream(StreamID(.client, "C1")), type: type,
        payload: try type.record.record(fromJSON: #"{"note":"after the crash"}"#), recordedBy: "U1")
    ])
    if receipts.first?.envelope.position != UInt64(last + 1) {
      finding.faults.append("the next entry is not @\(last + 1)")
    }
  }

  private static func events(of store: ClinicStore) throws -> [StoredEvent] {
    var events: [StoredEvent] = []
    try store.forEachEvent(EventRange()) { event in
      events.append(event)
      return true
    }
    return events
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw LabError.system("make \(path)") }
    defer { close(file) }
    let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
    guard written == bytes.count else { throw LabError.system("write \(path)") }
  }

  private func clear(_ folder: String) {
    for name in ["data.mdb", "lock.mdb", "write.lock", "identity", "identity.new"] {
      unlink("\(folder)/\(name)")
    }
    if rmdir(folder) != 0 { try? FileManager.default.removeItem(atPath: folder) }
  }
}
