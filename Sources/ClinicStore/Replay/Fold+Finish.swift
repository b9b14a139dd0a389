import Clinic
import EventLog
import Records

/// Unchecked for the addresses of its rows: threads share it once it is finished, to read it only.
extension Fold: @unchecked Sendable {}

extension Fold {
  /// Streams so few that making their rows is not worth a thread.
  private static let fewest = 500

  /// The rows of every table, in the order of the tables' numbers, each made while use is made of
  /// those before it.
  ///
  /// - Parameter read: reads an event that was taken in place, by its position.
  mutating func finish(_ read: Reading) throws -> WorkAhead<ReplayedTable> {
    refolded = try refoldAmended(read)
    let fold = self
    var rest = tables.makeIterator()
    return WorkAhead(depth: 2) {
      rest.next().map { table in
        switch table.kind {
        case .state(let kind):
          SideWork(isSmall: fold.streams.count < Self.fewest) { fold.stateTable(table, kind) }
        // Its rows are there already.
        case .facts: SideWork(isSmall: true) { fold.factTable(table) }
        }
      }
    }
  }

  /// Folds every amended stream anew, and gives its fact rows by table number.
  private mutating func refoldAmended(_ read: Reading) throws -> [RowList?] {
    var lists = facts.map { $0 == nil ? nil : RowList() }
    guard !amendments.isEmpty else { return lists }
    let hasFacts = lists.contains { $0 != nil }
    var positions: [Int: [UInt64]] = [:]
    for (index, stream) in streamAt.enumerated()
    where stream != Self.nobody && isAmended[Int(stream)] {
      positions[Int(stream), default: []].append(UInt64(index) + 1)
    }
    for (stream, amendments) in amendments.sorted(by: { $0.key < $1.key }) {
      let positions = positions[stream, default: []]
      let amended = try AmendedEntries(amendments) { version in
        guard version > 0, version <= positions.count else { return nil }
        var target: StoredEvent?
        try read(positions[Int(version) - 1]) { target = $0.stored }
        return target
      }
      let kind = StreamKind(rawValue: streams.kind(stream))
      let place = Int(places[stream])
      if let kind { states.clear(kind, id: streams.id(stream), at: place) }
      for position in positions {
        try read(position) { event in
          let effective =
            try amended[event.version] ?? (hasFacts ? EffectiveEvent(event.stored) : nil)
          if let kind {
            if let effective {
              states.take(effective, kind, at: place)
            } else {
              try states.take(event, kind, at: place)
            }
          }
          guard hasFacts, let effective else { return }
          sink.take(effective, kind.map { states.subject($0, at: place) } ?? .none)
          Self.add(sink.rows, to: &lists)
        }
      }
    }
    return lists
  }

  private func stateTable(_ table: TableType, _ kind: StreamKind) -> ReplayedTable {
    var list = RowList()
    var writer = RecordWriter(table.record)
    for stream in streams.inOrder(kind: kind.rawValue) {
      let record = states.encoded(kind, at: Int(places[stream]), by: &writer)
      guard let record else { continue }
      list.append(table.id, id: streams.idBytes(stream), record: record)
    }
    return ReplayedTable(table, list.rows, in: list.arenas)
  }

  /// The rows as they were made, in the order of their positions, those of amended streams replaced.
  private func factTable(_ table: TableType) -> ReplayedTable {
    guard let made = facts[Int(table.id)], let refolded = refolded[Int(table.id)] else {
      return ReplayedTable(table, [], in: [])
    }
    guard !amendments.isEmpty else { return ReplayedTable(table, made.rows, in: made.arenas) }
    let amended = refolded.rows.sorted { $0.key.order($1.key) < 0 }
    var rows: [ReplayedTable.Row] = []
    rows.reserveCapacity(made.count + amended.count)
    var next = amended.startIndex
    for row in made.rows where !isAmended[Int(streamAt[Int(row.position) - 1])] {
      while next < amended.endIndex, amended[next].position < row.position {
        rows.append(amended[next])
        next += 1
      }
      rows.append(row)
    }
    rows.append(contentsOf: amended[next...])
    return ReplayedTable(table, rows, in: made.arenas + refolded.arenas)
  }
}
