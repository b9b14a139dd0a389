import ClinicStore
import EventLog
import Foundation
import LMDB
import Records

/// The log alone, 1,000 events a transaction, beside a C program that puts the same keys and bytes.
final class LogAppend: Exercise {
  static let name = "log"
  private let stand: Stand
  private let batches: [[Draft]]
  private let clock: OffsetInstant
  private let c: PeerProcess?
  private let file: String
  private static let perTransaction = 1_000

  init(_ stand: Stand) throws {
    self.stand = stand
    let events = try stand.firstEvents(min(stand.events, 20_000))
    let drafts = events.map(Self.draft)
    batches = stride(from: 0, to: drafts.count, by: Self.perTransaction).map {
      Array(drafts[$0..<min($0 + Self.perTransaction, drafts.count)])
    }
    clock = OffsetInstant(
      instant: events.map(\.envelope.recordedAt).max() ?? Instant(microseconds: 0),
      offsetMinutes: 0)
    file = stand.folder + "/append.bin"
    try Self.write(events, of: stand, to: file)
    c = try? PeerProcess("C on liblmdb", stand.options.peers + "/append", [file])
  }

  var figures: [Figure] {
    let count = batches.reduce(0) { $0 + $1.count }
    var sides: [Figure.Side] = [.ours { try self.append() / Double(count) }]
    if let c {
      sides.append(
        Figure.Side("C, with hashes") {
          try c.ask("append hashed \(self.stand.folder)/c-hashed") / Double(count)
        })
      sides.append(
        Figure.Side("C, bytes only") {
          try c.ask("append plain \(self.stand.folder)/c-plain") / Double(count)
        })
    }
    return [
      Figure(
        "log-append", "log append, 1,000 a transaction", unit: .time(per: "event"),
        goals: [.ratio("C, with hashes", atMost: 1.25)], sides: sides)
    ]
  }

  /// Nanoseconds of appending all to an empty log.
  private func append() throws -> Double {
    let path = stand.folder + "/append.log"
    remove(path)
    defer { remove(path) }
    let environment = try StoreFolder.create(at: path).createEnvironment()
    let log = try EventLog(in: environment)
    return try time {
      for batch in batches {
        try environment.write(label: "bench") { (txn: inout WriteTransaction) throws(LogError) in
          _ = try log.append(batch, to: &txn, clock: clock)
        }
      }
    }
  }

  private static func draft(_ event: StoredEvent) -> Draft {
    let envelope = event.envelope
    return Draft(
      .stream(envelope.stream), type: envelope.type, schema: envelope.schema,
      payload: event.payload, recordedBy: envelope.recordedBy,
      occurredAt: OffsetInstant(
        instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes),
      precision: envelope.precision, performedBy: envelope.performedBy,
      entryMode: envelope.entryMode, lateReason: envelope.lateReason,
      correlation: envelope.correlation, deviations: envelope.deviations)
  }

  /// For each event: kind, version, the id's length and bytes, the record's length and bytes.
  private static func write(_ events: [StoredEvent], of stand: Stand, to path: String) throws {
    var bytes = Data()
    func append(_ integer: some FixedWidthInteger) {
      withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }
    try stand.store.environment.read { (txn) throws(LogError) in
      try stand.store.log.forEach(through: UInt64(events.count), in: txn.view) {
        event throws(LogError) in
        append(UInt32(event.kind))
        append(UInt32(event.version))
        let id = Array(event.streamID.utf8)
        append(UInt32(id.count))
        bytes.append(contentsOf: id)
        let record = event.record.withUnsafeBytes { Array($0) }
        append(UInt32(record.count))
        bytes.append(contentsOf: record)
        return .next
      }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
  }
}
