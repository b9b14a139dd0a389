import Clinic
import Records
import Testing

@testable import ClinicStore

/// Runs of rows put in the order of their values, against sorting every row.
@Suite struct OrderedRunTests {
  /// The rows of runs, one by one.
  private func rows(_ runs: [OrderedRun]) -> [Int] { runs.flatMap { Int($0.first)..<$0.end } }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `integers of every size stand in their order, and rows of one in theirs`(_ seed: UInt64) {
    var random = Seeded(seed)
    let bits = Int64(seed) * 5
    var values: [Int64] = []
    for _ in 0..<700 {
      let value = Int64(truncatingIfNeeded: random.next()) >> (63 - bits)
      values += Array(repeating: value, count: Int.random(in: 1...3, using: &random))
    }
    if seed % 4 == 0 { values.sort() }
    var runs: [OrderedRun] = []
    for (row, value) in values.enumerated() {
      runs.add(OrderedRun(value, row: row), isAlike: true)
    }
    runs.sortIntegers()
    let plain = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    #expect(rows(runs) == plain)
    #expect(seed > 3 || runs.count < values.count)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `texts short, long and alike stand in the order of their bytes`(_ seed: UInt64) {
    var random = Seeded(seed)
    let begins = ["", "S", "session", "session-2026-", "séance", "\u{1}"]
    var values: [[UInt8]] = []
    for _ in 0..<500 {
      let begin = begins.randomElement(using: &random)!
      let value = begin + String(Int.random(in: 0..<Int(seed * 40), using: &random))
      let count = Int.random(in: 1...3, using: &random)
      values += Array(repeating: Array((seed == 7 ? begin : value).utf8), count: count)
    }
    let arena = ByteArena()
    let texts = values.map { value in
      let room = arena.room(value.count)
      room.copyBytes(from: value)
      return UnsafeRawBufferPointer(room)
    }
    var runs: [OrderedRun] = []
    for (row, text) in texts.enumerated() {
      let run = OrderedRun(text, row: row)
      let isAlike = row > 0 && values[row] == values[row - 1]
      runs.add(run, isAlike: run.wholeCount != nil || isAlike)
    }
    runs.sortTexts { texts[$0] }
    let plain = values.indices.sorted { one, other in
      values[one] == values[other]
        ? one < other : values[one].lexicographicallyPrecedes(values[other])
    }
    #expect(rows(runs) == plain)
    #expect(runs.count < values.count)
  }

  @Test func `the keys of a replayed table are those of its rows, in order`() throws {
    let lines = SimulatedStoreTests.lines(sessions: 40, seed: 12)
    let imported = try SimulatedStoreTests.Imported(
      Array(lines.joined(separator: [UInt8(ascii: "\n")])))
    var absent = 0
    for table in try imported.store.replay().tables {
      for field in table.indexed {
        var plain: [[UInt8]] = []
        for row in 0..<table.count {
          let view = RecordView(trusting: table.record(row))
          plain.append(RowKey.index(table.type, field, view, row: table.key(row).copy()))
          if !view.isPresent(field.slot) { absent += 1 }
        }
        plain.sort { $0.lexicographicallyPrecedes($1) }
        var keys = FieldEntries(table, field).keys
        var made: [[UInt8]] = []
        while keys.next() {
          made.append(keys.key)
          #expect(
            keys.key.suffix(table.key(keys.row).byteCount - 1)
              == table.key(keys.row).copy().dropFirst())
        }
        #expect(made == plain, "\(table.type.name).\(field.name)")
        let list = KeyList(FieldEntries(table, field))
        #expect((0..<list.count).map { list.key($0).copy() } == plain)
      }
    }
    #expect(absent > 100)
  }
}
