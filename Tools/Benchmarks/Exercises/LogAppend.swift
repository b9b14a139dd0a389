import ClinicStore
import EventLog
import Foundation
import LMDB
import Records

/// The log alone, 1,000 events a transaction, beside a C program that does the same to each.
///
/// Without the deviations that one event in two hundred has: they are records within the record.
final class LogAppend: Exercise {
  static let name = "log"
  private let stand: Stand
  private let batches: [[Draft]]
  private let clock: OffsetInstant
  private var c: PeerProcess?
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
    let file = stand.folder + "/append.bin"
    try Self.write(drafts, clock.instant, root: append().root, to: file)
    c = try? PeerProcess("C on liblmdb", stand.options.peers + "/append", [file])
  }

  var figures: [Figure] {
    let count = batches.reduce(0) { $0 + $1.count }
    var sides: [Figure.Side] = [.ours { try self.append().took / Double(count) }]
    if let c {
      sides.append(
        Figure.Side("C on liblmdb") {
          try c.ask("append \(self.stand.folder)/c-append") / Double(count)
        })
    }
    return [
      Figure(
        "log-append", "log append, 1,000 a transaction", unit: .time(per: "event"),
        goals: [.ratio("C on liblmdb", atMost: 1.25)], sides: sides)
    ]
  }

  /// The nanoseconds of appending all to an empty log, and the root of its tree.
  private func append() throws -> (took: Double, root: Hash) {
    let path = stand.folder + "/append.log"
    remove(path)
    defer { remove(path) }
    let environment = try StoreFolder.create(at: path).createEnvironment()
    let log = try EventLog(in: environment)
    var leaves: OpenLeaves?
    let took = try time {
      for batch in batches {
        try environment.write(label: "bench") { (txn: inout WriteTransaction) throws(LogError) in
          // As a store goes about it, from one transaction to the next.
          var end = try log.end(in: txn.view, after: leaves)
          for draft in batch { _ = try log.append(draft, after: &end, to: &txn, clock: clock) }
          try log.keep(end, in: &txn)
          leaves = end.openLeaves
        }
      }
    }
    let root = try environment.read { (txn) throws(LogError) in try log.end(in: txn.view).root }
    return (took, root)
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
      correlation: envelope.correlation)
  }

  /// What the peer is to append, and the root that it must come to: its records have our bytes.
  private static func write(
    _ drafts: [Draft], _ clock: Instant, root: Hash, to path: String
  ) throws {
    var bytes = Data(root.bytes)
    func append(_ integer: some FixedWidthInteger) {
      withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(clock.microseconds)
    for draft in drafts {
      guard case .stream(let stream) = draft.target, let occurredAt = draft.occurredAt else {
        continue
      }
      append(occurredAt.instant.microseconds)
      append(draft.type)
      append(draft.schema)
      append(occurredAt.offsetMinutes)
      append(stream.kind)
      append((draft.precision ?? .exact).rawValue)
      append(UInt64((draft.entryMode ?? .live).rawValue))
      let texts: [[UInt8]] =
        [Array(stream.id.utf8), Array(draft.recordedBy.utf8), draft.payload]
        + [draft.performedBy, draft.correlation, draft.lateReason].map { Array(($0 ?? "").utf8) }
      for text in texts { append(UInt32(text.count)) }
      for text in texts { bytes.append(contentsOf: text) }
    }
    try bytes.write(to: URL(fileURLWithPath: path))
  }
}
