import LMDB
import Testing

/// The storage against an ordinary dictionary, by generated operations.
struct ModelTests {
  private typealias Model = [[UInt8]: [UInt8]]

  private func sorted(_ model: Model) -> [([UInt8], [UInt8])] {
    model.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
  }

  /// A key from few enough that it is often there; sometimes of 0xFF alone, or as long as can be.
  private func key(_ random: inout Seeded) -> [UInt8] {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: [UInt8](repeating: 0xFF, count: Int.random(in: 1...3, using: &random))
    case 1: [UInt8](repeating: 7, count: 511)
    default: random.bytes(1...3, under: 3)
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `whatever is done, the table holds what a dictionary would`(seed: UInt64) throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    var random = Seeded(state: seed)
    var model: Model = [:]
    for _ in 0..<40 {
      var changed = model
      var transaction = try environment.beginWrite(label: "test")
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        try change(&transaction, table, &changed, &random)
      }
      #expect(try contents(transaction.view, table).elementsEqual(sorted(changed), by: ==))
      if Bool.random(using: &random) {
        try transaction.commit()
        model = changed
      } else {
        transaction.abort()
      }
      let reader = try environment.beginRead()
      let all = sorted(model)
      #expect(try contents(reader.view, table).elementsEqual(all, by: ==))
      #expect(try reader.view.statistics(table).entries == model.count)
      try walk(reader.view, table, all, &random)
    }
  }

  private func change(
    _ transaction: inout WriteTransaction, _ table: Table, _ model: inout Model,
    _ random: inout Seeded
  ) throws {
    let key = key(&random)
    switch Int.random(in: 0..<100, using: &random) {
    case 0:
      try transaction.clear(table)
      model = [:]
    case 1..<30:
      #expect(try transaction.delete(table, Key(key)) == (model.removeValue(forKey: key) != nil))
    case 30..<45:
      let value = random.bytes(0...8)
      if model[key] == nil {
        try transaction.put(table, Key(key), value, .insert)
        model[key] = value
      } else {
        let refused = #expect(throws: LMDBError.self) {
          try transaction.put(table, Key(key), value, .insert)
        }
        #expect(refused?.code == .keyExists)
      }
    case 45..<55:
      #expect(try transaction.get(table, Key(key))?.array == model[key])
      #expect(try transaction.view.contains(table, Key(key)) == (model[key] != nil))
    case 55..<65:
      // Several behind each other, with values that fill pages; what is changed in between by the
      // other operations may be the very end.
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let last = model.keys.max { $0.lexicographicallyPrecedes($1) } ?? []
        guard last.count < 500 else { break }
        let next = last + random.bytes(1...3)
        let value = random.bytes(0...700)
        try transaction.put(table, Key(next), value, .append)
        model[next] = value
        let refused = #expect(throws: LMDBError.self) {
          try transaction.put(table, Key(next), value, .append)
        }
        #expect(refused?.code == .keyExists)
      }
    case 65..<75:
      // Several from the last one on, in their order or not, new keys and known ones.
      var keys = (0..<Int.random(in: 1...12, using: &random)).map { _ in self.key(&random) }
      if Bool.random(using: &random) { keys.sort { $0.lexicographicallyPrecedes($1) } }
      for key in keys {
        let value = random.bytes(0...300)
        try transaction.put(table, Key(key), value)
        model[key] = value
      }
    default:
      let long = Int.random(in: 0..<20, using: &random) == 0
      let value = random.bytes(long ? 3000...6000 : 0...40)
      try transaction.put(table, Key(key), value)
      model[key] = value
    }
  }

  /// Moves a cursor about, and an index in the sorted array with it.
  private func walk(
    _ view: TransactionView, _ table: Table, _ all: [([UInt8], [UInt8])], _ random: inout Seeded
  ) throws {
    var cursor = try view.cursor(table)
    var place: Int?  // nil: exhausted
    func at(_ index: Int?) -> Int? { index.flatMap { all.indices.contains($0) ? $0 : nil } }
    place = at(0)
    #expect(try cursor.first() == (place != nil))
    for _ in 0..<60 {
      let sought = key(&random)
      let prefix = Array(sought.prefix(Int.random(in: 0...sought.count, using: &random)))
      let found: Bool
      switch Int.random(in: 0..<9, using: &random) {
      case 0:
        found = try cursor.last()
        place = at(all.count - 1)
      case 1:
        found = try cursor.seek(Key(sought))
        place = all.firstIndex { !$0.0.lexicographicallyPrecedes(sought) }
      case 2:
        found = try cursor.first(prefix: Key(prefix))
        place = all.firstIndex { $0.0.starts(with: prefix) }
      case 3:
        found = try cursor.last(prefix: Key(prefix))
        place = all.lastIndex { $0.0.starts(with: prefix) }
      case 4:
        found = try cursor.next(prefix: Key(prefix))
        place = at(place.map { $0 + 1 }).flatMap { all[$0].0.starts(with: prefix) ? $0 : nil }
      case 5:
        found = try cursor.previous(prefix: Key(prefix))
        place = at(place.map { $0 - 1 }).flatMap { all[$0].0.starts(with: prefix) ? $0 : nil }
      case 6:
        found = try cursor.previous()
        place = at(place.map { $0 - 1 })
      default:
        found = try cursor.next()
        place = at(place.map { $0 + 1 })
      }
      #expect(found == (place != nil))
      #expect(cursor.isOnEntry == (place != nil))
      #expect(cursor.key.array == place.map { all[$0].0 } ?? [])
      #expect(cursor.value.array == place.map { all[$0].1 } ?? [])
    }
  }
}
