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
  private let log: AppendedLog
  private let records: [[UInt8]]
  private var c: PeerProcess?

  init(_ stand: Stand) throws {
    self.stand = stand
    let events = try stand.firstEvents(min(stand.events, 20_000))
    log = AppendedLog(events, in: stand.folder)
    records = events.map(\.record)
    let file = stand.folder + "/append.bin"
    try Self.write(log, root: log.append().root, to: file)
    c = try? PeerProcess("C on liblmdb", stand.options.peers + "/append", [file])
  }

  var figures: [Figure] {
    let count = log.count
    var sides: [Figure.Side] = [.ours { try self.log.append().took / Double(count) }]
    if let c {
      sides.append(
        Figure.Side("C on liblmdb") {
          try c.ask("append \(self.stand.folder)/c-append") / Double(count)
        })
    }
    return [
      Figure(
        "log-append", "log append, 1,000 a transaction", unit: .time(per: "event"),
        goals: [.ratio("C on liblmdb", atMost: 1.25)], sides: sides),
      hashes,
    ]
  }

  /// What of it the hashes take: ours by swift-crypto, the peer's by OpenSSL.
  private var hashes: Figure {
    let count = Double(records.count)
    var sides: [Figure.Side] = [
      .ours {
        time {
          var tree = MerkleFrontier()
          for record in self.records { tree.append(.leaf(of: record)) }
        } / count
      }
    ]
    if let c {
      sides.append(Figure.Side("C, OpenSSL") { try c.ask("hash") / count })
    }
    return Figure(
      "log-hashes", "the hashes alone of a log append", unit: .time(per: "event"), sides: sides)
  }

  /// What the peer is to append, and the root that it must come to: its records have our bytes.
  private static func write(
    _ log: AppendedLog, root: Hash, to path: String
  ) throws {
    var bytes = Data(root.bytes)
    func append(_ integer: some FixedWidthInteger) {
      withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(log.clock.instant.microseconds)
    for draft in log.batches.joined() {
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
