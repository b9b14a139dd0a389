import EventLog
import Foundation
import LMDB
import Records
import Testing

@Suite struct DamageTests {
  @Test func `any byte of an event that is not as written is noticed`() throws {
    let scratch = try threeEvents()
    let value = try scratch.rawValue(at: 2)
    for index in value.indices {
      for mask in [0x01, 0x80, 0xFF] as [UInt8] {
        var damaged = value
        damaged[index] ^= mask
        try expectDamage(scratch, "byte \(index)") { log, txn throws in
          try txn.put(log.log, positionKey(2), damaged)
        }
      }
    }
    #expect(try scratch.events().count == 3)
  }

  @Test func `an event cut short, or with bytes behind it, is noticed`() throws {
    let scratch = try threeEvents()
    let value = try scratch.rawValue(at: 2)
    for count in 0..<value.count {
      try expectDamage(scratch, "\(count) bytes") { log, txn throws in
        try txn.put(log.log, positionKey(2), Array(value.prefix(count)))
      }
    }
    try expectDamage(scratch, "a byte more") { log, txn throws in
      try txn.put(log.log, positionKey(2), value + [0])
    }
  }

  @Test func `a sound event in another's place is noticed`() throws {
    let scratch = try threeEvents()
    let value = try scratch.rawValue(at: 1)
    try expectDamage(scratch, "moved") { log, txn throws in
      try txn.put(log.log, positionKey(2), value)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `an event that is gone is noticed by every scan`(position: UInt64) throws {
    let scratch = try threeEvents()
    for order in [Order.forward, .reverse] {
      #expect(throws: LogError.damaged(position: position, what: "it is gone")) {
        try scratch.write { log, txn throws in
          try txn.delete(log.log, positionKey(position))
          try log.forEach(order: order, in: txn.view) { _ throws(LogError) in .next }
        }
      }
    }
    #expect(throws: LogError.damaged(position: position, what: "it is gone")) {
      try scratch.write { log, txn throws in
        try txn.delete(log.log, positionKey(position))
        _ = try log.events(of: .session("S1"), in: txn.view)
      }
    }
  }

  @Test(arguments: [2, 3, 4] as [UInt64])
  func `an event that is gone is its own stream's alone`(position: UInt64) throws {
    let scratch = try ScratchLog()
    for id in ["S1", "S2", "S2", "S2", "S1", "S1"] { try scratch.append(.sample(.session(id))) }
    let known = try scratch.events().filter { $0.envelope.stream == .session("S1") }
    let txn = try scratch.begin { log, txn throws in
      try txn.delete(log.log, positionKey(position))
    }
    #expect(try scratch.log.events(of: .session("S1"), in: txn.view) == known)
    #expect(throws: LogError.damaged(position: position, what: "it is gone")) {
      try scratch.log.events(of: .session("S2"), in: txn.view)
    }
  }

  @Test(arguments: [2, 3, 4] as [UInt64])
  func `an entry of the stream table that names another stream ends no walk unseen`(
    version: UInt64
  ) throws {
    let scratch = try ScratchLog()
    for _ in 1...5 { try scratch.append(.sample(.session("S1"))) }
    let file = URL(fileURLWithPath: scratch.path + "/data.mdb")
    var bytes = try Data(contentsOf: file)
    let key = Data("S1".utf8) + Data([0, 0, 0, 0, 0, 0, 0, 0, UInt8(version)])
    var start = bytes.startIndex
    // Wherever a page has it, also one that is free again; the map shows the file as it is.
    while let found = bytes.range(of: key, in: start..<bytes.endIndex) {
      bytes[found.lowerBound] ^= 1
      start = found.upperBound
    }
    #expect(start > bytes.startIndex)
    let handle = try FileHandle(forWritingTo: file)
    try handle.write(contentsOf: bytes)
    try handle.close()
    #expect(throws: LogError.self) {
      try scratch.read { log, view throws in
        _ = try log.events(of: .session("S1"), in: view)
      }
    }
  }

  @Test func `a part of a stream is read wherever its events lie`() throws {
    let scratch = try ScratchLog()
    var random = Seeded(seed: 7)
    // Near each other for the first, far apart for the last.
    for _ in 0..<600 {
      let id = random.once(in: 3) ? "S1" : random.once(in: 15) ? "S2" : "S3"
      try scratch.append(.sample(.session(id), payload: random.bytes(upTo: 900)))
    }
    let events = try scratch.events()
    try scratch.read { log, view throws in
      for id in ["S1", "S2", "S3", "S4"] {
        let known = events.filter { $0.envelope.stream == .session(id) }
        #expect(try log.events(of: .session(id), in: view) == known)
        for first in [1, 2, 17] {
          let part = known.dropFirst(first - 1).prefix(5)
          #expect(
            try log.events(
              of: .session(id), from: UInt64(first), through: UInt64(first) + 4, in: view)
              == Array(part))
        }
      }
    }
  }

  @Test func `an event past the head is noticed by a scan and by an append`() throws {
    let scratch = try threeEvents()
    let value = try scratch.rawValue(at: 3)
    #expect(throws: LogError.self) {
      try scratch.write { log, txn throws in
        try txn.put(log.log, positionKey(4), value)
        try log.forEach(in: txn.view) { _ throws(LogError) in .next }
      }
    }
    #expect(throws: LogError.self) {
      try scratch.write { log, txn throws in
        try txn.put(log.log, positionKey(4), value)
        _ = try log.append(.sample(), to: &txn, clock: .utc(noon))
      }
    }
  }

  @Test func `a damaged head is noticed before anything is appended`() throws {
    let scratch = try threeEvents()
    let key = Key(Array("log.head".utf8))
    let value = try scratch.read { log, view throws in
      try #require(try view.get(log.meta, key)?.array)
    }
    for index in value.indices {
      var damaged = value
      damaged[index] ^= 0x10
      #expect(throws: LogError.damaged(position: nil, what: "its head is not as written")) {
        try scratch.write { log, txn throws in
          try txn.put(log.meta, key, damaged)
          _ = try log.append(.sample(), to: &txn, clock: .utc(noon))
        }
      }
    }
    #expect(throws: LogError.self) {
      try scratch.write { log, txn throws in
        try txn.delete(log.meta, key)
        _ = try log.append(.sample(), to: &txn, clock: .utc(noon))
      }
    }
  }

  @Test func `a stream's index that leads to another event is noticed`() throws {
    let scratch = try threeEvents()
    try scratch.append(.sample(.session("S2")))
    for (version, position) in [(2, 1), (3, 4), (3, 9)] as [(UInt64, UInt64)] {
      var key = Key()
      key.append(3 as UInt8)
      key.append("S1")
      key.append(version)
      let txn = try scratch.begin { log, txn throws in
        try txn.put(log.stream, key, positionKey(position).bytes)
      }
      #expect(throws: LogError.self) {
        _ = try scratch.log.events(of: .session("S1"), in: txn.view)
      }
    }
  }

  @Test func `an event id that leads to another event is noticed, and answers nothing`() throws {
    let scratch = try threeEvents()
    for position in [2, 9] as [UInt64] {
      let txn = try scratch.begin { log, txn throws in
        try txn.put(log.eventID, Key(Array("e1".utf8)), positionKey(position).bytes)
      }
      #expect(
        throws: LogError.damaged(position: position, what: "its event_id leads elsewhere")
      ) { _ = try scratch.log.answered(.sample(eventID: "e1"), in: txn.view) }
    }
  }

  private func threeEvents() throws -> ScratchLog {
    let scratch = try ScratchLog()
    var draft = Draft.sample(eventID: "e1")
    draft.lateReason = "busy"
    draft.deviations = [
      Deviation(rule: 9, limit: "a", observed: "b", reason: "c", authorisedBy: "U3")
    ]
    for _ in 0..<3 {
      try scratch.append(draft)
      draft.eventID = nil
    }
    return scratch
  }

  /// Does the damage in a transaction that is dropped, and reads the second event by each way.
  private func expectDamage(
    _ scratch: ScratchLog, _ what: Comment,
    by damage: (EventLog, inout WriteTransaction) throws -> Void
  ) throws {
    let txn = try scratch.begin(damage)
    #expect(isDamage { _ = try scratch.log.event(at: 2, in: txn.view) }, what)
    #expect(isDamage { _ = try scratch.log.events(of: .session("S1"), in: txn.view) }, what)
  }

  private func isDamage(_ read: () throws -> Void) -> Bool {
    do {
      try read()
      return false
    } catch LogError.damaged(position: 2, what: _) {
      return true
    } catch {
      return false
    }
  }
}
