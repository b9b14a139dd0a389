import Clinic
import EventLog
import LMDB

/// The fact rows that a moment saw of the streams amended since, in all tables.
///
/// An amendment may change, remove or bring back any row of its stream, and one refolding of a stream
/// gives its rows in every table: so the tables of one moment share it.
public final class PastFacts {
  /// Positions of those streams' events: what the tables hold of them now is not what the moment saw.
  let replaced: Set<UInt64>

  private let rows: [UInt8: [PastRows.Row]]

  /// Derives the rows in the transaction of `view`; what `checkpoint` throws ends it.
  init(
    at position: UInt64, in store: ClinicStore, _ view: TransactionView,
    checkpoint: () throws -> Void
  ) throws {
    var replaced: Set<UInt64> = []
    var rows: [UInt8: [PastRows.Row]] = [:]
    for stream in try store.streamsAmended(after: position, in: view) {
      try checkpoint()
      try store.log.forEach(of: stream, in: view) { event throws(LogError) in
        guard event.position <= position else { return .stop }
        replaced.insert(event.position)
        return .next
      }
      for fact in try store.pastFacts(of: stream, at: position, in: view) {
        let key = RowKey.fact(fact.table, position: fact.position, ordinal: UInt32(fact.ordinal))
        rows[fact.table, default: []].append(PastRows.Row(key: key, record: fact.bytes))
      }
    }
    self.replaced = replaced
    self.rows = rows
  }

  /// The rows of a table, ascending by key.
  func rows(of table: TableType) -> [PastRows.Row] {
    rows[table.id, default: []].sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }
}
