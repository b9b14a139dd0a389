import Clinic
import ClinicStore
import EventLog
import Foundation
import LMDB
import Records

/// A store in a folder of its own, removed afterwards, with a clinic's beginnings in it.
final class ScratchStore {
  let folder: URL
  let store: ClinicStore

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("store-\(UUID().uuidString)")
    store = try ClinicStore.create(
      at: folder.path, clinic: "Fictional Street", zone: .utc, recordedBy: "U1")
  }

  private init(_ folder: URL, _ store: ClinicStore) {
    self.folder = folder
    self.store = store
  }

  /// A store without any event.
  static func empty() throws -> ScratchStore {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("store-\(UUID().uuidString)")
    return ScratchStore(folder, try ClinicStore.openOrCreateEmpty(at: folder.path))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// An entry from JSON, as a person would give it.
  static func entry(
    _ stream: String, _ type: String, _ data: String, by actor: String = "U1",
    at: String = "2026-01-05T09:00:00+00:00"
  ) throws -> Entry {
    let eventType = try EventType.required(type)
    var entry = Entry(
      stream: try StreamName.required(stream), type: eventType,
      payload: try eventType.record.record(fromJSON: data), recordedBy: actor)
    entry.occurredAt = OccurredAt(at, zone: .utc, now: .now)
    entry.mode = .import
    return entry
  }

  @discardableResult
  func record(
    _ stream: String, _ type: String, _ data: String, at: String = "2026-01-05T09:00:00+00:00"
  ) throws -> Receipt {
    try store.record([Self.entry(stream, type, data, at: at)])[0]
  }

  /// Staff, products, lots, a device and two clients.
  func openClinic() throws {
    try store.record([
      Self.entry("staff/U1", "staff-enrolled", #"{"name":"A","role":"owner"}"#),
      Self.entry("staff/U2", "staff-enrolled", #"{"name":"B","role":"practitioner"}"#),
      Self.entry(
        "product/P1", "product-defined",
        #"{"name":"Serum","category":"serum","ingredients":[],"source":"leaflet"}"#),
      Self.entry(
        "lot/L1", "lot-received",
        #"{"product":"P1","lot_no":"L1","expires_on":"2027-01-01","quantity":5,"unit":"vial"}"#),
      Self.entry(
        "lot/L2", "lot-received",
        #"{"product":"P1","lot_no":"L2","expires_on":"2027-01-01","quantity":5,"unit":"vial"}"#),
      Self.entry(
        "device/D1", "device-commissioned",
        #"{"make":"M","model":"Pen","serial":"1","max_depth_mm":2.50,"kind":"pen"}"#),
      Self.entry("client/C1", "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#),
      Self.entry("client/C2", "client-registered", #"{"name":"Y","born_on":"1990-01-01"}"#),
    ])
  }
}

/// Numbers that a seed decides (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
