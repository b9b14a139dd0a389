import EventLog
import LMDB
import Records

/// Events of a store, appended to a log of their own, 1,000 a transaction.
struct AppendedLog {
  let batches: [[Draft]]
  let clock: OffsetInstant
  private let path: String
  private static let perTransaction = 1_000

  /// - Parameter folder: where the log is made, and removed again.
  init(_ events: [StoredEvent], in folder: String) {
    let drafts = events.map(Self.draft)
    batches = stride(from: 0, to: drafts.count, by: Self.perTransaction).map {
      Array(drafts[$0..<min($0 + Self.perTransaction, drafts.count)])
    }
    clock = OffsetInstant(
      instant: events.map(\.envelope.recordedAt).max() ?? Instant(microseconds: 0),
      offsetMinutes: 0)
    path = folder + "/append.log"
  }

  var count: Int { batches.reduce(0) { $0 + $1.count } }

  /// The nanoseconds of appending all to an empty log, and the root of its tree.
  func append() throws -> (took: Double, root: Hash) {
    remove(path)
    defer { remove(path) }
    let environment = try StoreFolder.create(at: path).createEnvironment()
    let log = try EventLog(in: environment)
    var left: LogEnd?
    let took = try time {
      for batch in batches {
        try environment.write(label: "bench") { (txn: inout WriteTransaction) throws(LogError) in
          // As a store goes about it, from one transaction to the next.
          var end = try log.end(in: txn.view, after: left.take())
          for draft in batch { _ = try log.append(draft, after: &end, to: &txn, clock: clock) }
          try log.keep(end, in: &txn)
          left = end.forNext()
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
}
