import Clinic
import EventLog
import LMDB
import Records

/// The rows that entries of one write transaction have made and that are not written yet.
///
/// A stream's row is written once for all the entries that it has meanwhile, and the rows of many
/// facts go into their tables, and into the indexes, in the order of their keys. Rules read states
/// from the ``StateCache``, not from rows; what they would find by an index that is behind, they find
/// here.
final class WaitingRows {
  /// The table of facts that rules ask by its index: its rows never wait.
  private static let asked = CartridgeFact.table.id
  /// Events so few that their facts are put as they come.
  private static let few = 8
  /// How many events' facts wait at most.
  private static let limit = 1 << 16

  private var rows: TableRows
  private var writer = RecordWriter(schema: 0, version: 0, slots: 0)
  private var states: [StateCache.Known] = []
  /// The ids of those whose row was to be found otherwise, or not at all, by what now finds them.
  private var unindexed: [IndexQuestion: [String]] = [:]
  /// The facts of each event that has any, in the order of the events.
  private var facts: [[FactSink.Row]] = []

  init(_ rows: TableRows) { self.rows = rows }

  /// Rows added less rows removed, by table number, of all that was written.
  var growth: [UInt8: Int64] { rows.growth }

  /// Has a state's row wait for what else its stream has.
  func put(_ known: StateCache.Known) {
    if known.isWaiting { return }
    known.isWaiting = true
    states.append(known)
  }

  /// Notes what finds a state whose row waits, and did not before.
  func note(_ id: String, foundBy questions: [IndexQuestion]) {
    for question in questions { unindexed[question, default: []].append(id) }
  }

  /// The ids of states that a question finds, and the index does not yet; some may be gone since.
  func unindexed(_ question: IndexQuestion) -> [String] { unindexed[question] ?? [] }

  /// Has an event's facts wait for those of more events.
  func put(_ made: [FactSink.Row], in txn: inout WriteTransaction) throws {
    guard let position = made.first?.position else { return }
    for fact in made where fact.table == Self.asked { try write(fact, in: &txn) }
    facts.insert(made, at: place(of: position))
    if facts.count == Self.limit { try writeFacts(in: &txn) }
  }

  /// Takes back every fact of an event, written or not.
  func removeFacts(at position: UInt64, in txn: inout WriteTransaction) throws {
    let place = place(of: position)
    guard place < facts.count, facts[place][0].position == position else {
      return try rows.removeFacts(at: position, in: &txn)
    }
    // None was written but those that never wait.
    for fact in facts.remove(at: place) where fact.table == Self.asked {
      try rows.remove(CartridgeFact.table, key: fact.key, in: &txn)
    }
  }

  /// Where among those that wait an event's facts stand, or belong: nearly always at the end, since
  /// only an amended stream has its facts made again.
  private func place(of position: UInt64) -> Int {
    if facts.last.map({ $0[0].position < position }) ?? true { return facts.count }
    var (low, high) = (0, facts.count)
    while low < high {
      let middle = (low + high) / 2
      if facts[middle][0].position < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Writes all rows that wait.
  func write(in txn: inout WriteTransaction) throws {
    try writeStates(in: &txn)
    try writeFacts(in: &txn)
  }

  /// Writes the rows of all states.
  func writeStates(in txn: inout WriteTransaction) throws {
    for known in states.sorted(by: { $0.stream.id < $1.stream.id }) {
      try write(known, in: &txn)
    }
    states.removeAll(keepingCapacity: true)
    unindexed.removeAll(keepingCapacity: true)
  }

  private func write(_ known: StateCache.Known, in txn: inout WriteTransaction) throws {
    known.isWaiting = false
    guard let state = known.state else { return }
    let table = state.table
    let record = state.encoded(by: &writer)
    try rows.put(table, key: RowKey.state(table.id, id: known.stream.id), record: record, in: &txn)
  }

  private func writeFacts(in txn: inout WriteTransaction) throws {
    defer { facts.removeAll(keepingCapacity: true) }
    let waiting = facts.lazy.joined().filter { $0.table != Self.asked }
    guard facts.count > Self.few else {
      for fact in waiting { try write(fact, in: &txn) }
      return
    }
    var lists: [UInt8: RowList] = [:]
    for fact in waiting { lists[fact.table, default: RowList()].append(fact) }
    for table in TableType.all {
      guard let list = lists[table.id] else { continue }
      try rows.add(ReplayedTable(table, list.rows, in: list.arenas), in: &txn)
    }
  }

  private func write(_ fact: FactSink.Row, in txn: inout WriteTransaction) throws {
    guard let table = TableType.numbered(fact.table) else { return }
    try rows.put(table, key: fact.key, record: fact.bytes, in: &txn)
  }
}

extension FactSink.Row {
  fileprivate var key: [UInt8] {
    RowKey.fact(table, position: position, ordinal: UInt32(ordinal))
  }
}
