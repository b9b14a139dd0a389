import Clinic
import ClinicStore
import EventLog
import Records
import Reports
import Testing

/// History, blame and diff of logs that chance wrote, against folding each state from nothing.
@Suite struct GeneratedDiffTests {
  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `a table's diff, applied to it at one moment, gives it at the other`(_ seed: UInt64) throws {
    var log = try RandomLedger(seed)
    var (changed, removed) = (0, 0)
    for table in TableType.all {
      for _ in 0..<4 {
        let (from, to) = (try log.moment(), try log.moment())
        let diff = try MomentDiff(of: .table(table), from: from, to: to, in: log.store)
        let between = min(from.position, to.position)..<max(from.position, to.position)
        var rows = try log.rows(of: table, at: from.position)
        #expect(diff.rows.map(\.key) == diff.rows.map(\.key).sorted())
        for row in diff.rows {
          try Self.apply(row, to: &rows)
          for event in row.columns.flatMap(\.events) {
            #expect(between.contains(event.position - 1), "@\(event.position)")
            #expect(event.envelope.stream == row.stream)
          }
          #expect(row.columns.allSatisfy { !$0.events.isEmpty })
          if row.outcome == .changed { changed += 1 }
          if row.outcome == .removed { removed += 1 }
        }
        #expect(
          try rows == log.rows(of: table, at: to.position),
          "seed \(seed): \(table.name) from @\(from.position) to @\(to.position)")
      }
    }
    #expect(changed > 5 && removed > 0, "too little differs to say anything: \(changed)")
  }

  private static func apply(
    _ row: RowDiff, to rows: inout [RowDiff.Key: [String: JSONValue]]
  ) throws {
    var columns = rows[row.key]
    #expect((columns == nil) == (row.outcome == .added))
    columns = columns ?? [:]
    for column in row.columns {
      let change = column.change
      #expect(change.from.json != change.to.json, "\(change.column)")
      #expect(change.from.json == columns?[change.column] ?? .null, "\(change.column)")
      columns?[change.column] = change.to.isRecorded ? change.to.json : nil
    }
    if row.outcome == .removed {
      #expect(columns?.isEmpty == true)
      columns = nil
    }
    rows[row.key] = columns
  }

  @Test(arguments: 21...26 as ClosedRange<UInt64>)
  func `a column's events are those at which it changed`(_ seed: UInt64) throws {
    var log = try RandomLedger(seed, count: 50)
    for table in [Session.table, Lot.table, PainScoreFact.table, SerumFact.table] {
      let (from, to) = (try log.moment(), try log.moment())
      let (low, high) = (min(from.position, to.position), max(from.position, to.position))
      let diff = try MomentDiff(of: .table(table), from: from, to: to, in: log.store)
      var states: [UInt64: [RowDiff.Key: [String: JSONValue]]] = [:]
      for position in low...high { states[position] = try log.rows(of: table, at: position) }
      for row in diff.rows {
        for column in row.columns {
          let name = column.change.column
          let expected = (low..<high).filter { position in
            states[position]?[row.key]?[name] != states[position + 1]?[row.key]?[name]
          }
          #expect(column.events.map(\.position) == expected.map { $0 + 1 }, "\(name)")
        }
      }
    }
  }

  @Test(arguments: 31...36 as ClosedRange<UInt64>)
  func `blame names the event at which a column last changed, if it stands`(
    _ seed: UInt64
  ) throws {
    var log = try RandomLedger(seed)
    var lines = 0
    for _ in 0..<3 {
      let moment = try log.moment()
      let known = log.events.filter { $0.envelope.position <= moment.position }
      for stream in Set(known.map(\.envelope.stream)) {
        guard let kind = stream.streamKind, let table = TableType.state(of: kind) else { continue }
        let blame = try StreamBlame(of: stream, all: true, in: log.store, at: moment)
        var before = try RandomLedger.blank(stream)
        var last: [String: UInt64] = [:]
        for event in known where event.envelope.stream == stream {
          let position = event.envelope.position
          let now = try #require(try log.rows(of: table, at: position)[.id(stream.id)])
          for name in Set(before.keys).union(now.keys) where before[name] != now[name] {
            last[name] = position
          }
          before = now
        }
        let own = known.filter { $0.envelope.stream == stream }
        for line in blame.lines {
          let name = line.column
          #expect(line.value.json == before[name] ?? .null, "\(name)")
          let maker = try last[name].flatMap { try Self.standing($0, name, of: stream, own) }
          #expect(line.event?.position == maker ?? last[name], "\(stream.text) \(name)")
          if line.event != nil { lines += 1 }
        }
        let short = try StreamBlame(of: stream, in: log.store, at: moment)
        #expect(Set(short.lines.map(\.column)) == Set(last.keys))
      }
    }
    #expect(lines > 50, "too few columns to say anything: \(lines)")
  }

  /// The last entry at which a column changes in what is in force, where the one at which it last
  /// changed was amended and the column is the same without it; else nil.
  private static func standing(
    _ position: UInt64, _ column: String, of stream: StreamID, _ events: [StoredEvent]
  ) throws -> UInt64? {
    let entries = try effectiveEvents(events)
    let last = try #require(entries.first { $0.recorded.envelope.position == position })
    guard !last.amendments.isEmpty || last.target?.isInForce == false else { return nil }
    let blank = try RandomLedger.blank(stream)
    let states = [blank] + (try RandomLedger.states(of: stream, entries))
    let others = try effectiveEvents(events.filter { $0.envelope.position != position })
    let without = try RandomLedger.states(of: stream, others).last ?? blank
    guard without[column] == states.last?[column] else { return nil }
    return entries.indices.last { states[$0][column] != states[$0 + 1][column] }
      .map { entries[$0].recorded.envelope.position }
  }

  @Test(arguments: 41...44 as ClosedRange<UInt64>)
  func `a history's changes, one after the other, give each state`(_ seed: UInt64) throws {
    var log = try RandomLedger(seed)
    let moment = try log.moment()
    for stream in Set(log.events.map(\.envelope.stream)) {
      guard let kind = stream.streamKind, let table = TableType.state(of: kind) else { continue }
      let known = log.events.filter {
        $0.envelope.stream == stream && $0.envelope.position <= moment.position
      }
      guard !known.isEmpty else {
        #expect(throws: StoreError.self) {
          try StreamHistory(of: stream, in: log.store, at: moment)
        }
        continue
      }
      let history = try StreamHistory(of: stream, in: log.store, at: moment)
      #expect(history.states.map(\.event.position) == known.map(\.envelope.position))
      var row = try RandomLedger.blank(stream)
      for state in history.states {
        for change in state.changes {
          #expect(change.from.json == row[change.column] ?? .null)
          row[change.column] = change.to.isRecorded ? change.to.json : nil
        }
        #expect(try row == log.rows(of: table, at: state.event.position)[.id(stream.id)])
      }
      for field in Set(history.states.flatMap(\.changes).map(\.column)) {
        let one = try StreamHistory(of: stream, field: field, in: log.store, at: moment)
        let expected = history.states.filter { state in
          state.changes.contains { $0.column == field }
        }
        #expect(one.states.map(\.event.position) == expected.map(\.event.position))
        #expect(one.states.allSatisfy { $0.changes.map(\.column) == [field] })
        #expect(one.count == known.count)
      }
    }
  }
}
