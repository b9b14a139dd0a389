import LMDB
import Testing

struct GrowthTests {
  private func put(_ environment: Environment, _ table: Table, megabytes: Int) throws {
    try environment.write(label: "test") { (transaction) throws(LMDBError) in
      let start = try transaction.view.statistics(table).entries
      for number in start..<(start + megabytes * 1024) {
        var key = Key()
        key.append(UInt64(number))
        try transaction.put(table, key, [UInt8](repeating: 1, count: 1000), .append)
      }
    }
  }

  private func count(_ environment: Environment, _ table: Table) throws -> Int {
    try environment.read { (transaction) throws(LMDBError) in
      try transaction.view.statistics(table).entries
    }
  }

  @Test func `a full map grows and the write is done again, once`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    #expect(try environment.info().fill < 0.1)
    var runs = 0
    try environment.write(label: "test") { (transaction) throws(LMDBError) in
      runs += 1
      try transaction.put(table, Key([0]), [UInt8](repeating: 1, count: 1_200_000))
    }
    #expect(runs == 2)
    let info = try environment.info()
    #expect(info.mapSize == 2 << 20)
    #expect(try count(environment, table) == 1)
    try put(environment, table, megabytes: 9)
    #expect(try environment.info().mapSize == 16 << 20)
    #expect(try count(environment, table) == 9 * 1024 + 1)
  }

  @Test func `a write that says how much it writes is done once`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    var runs = 0
    func write(megabytes: Int, room: Int) throws {
      try environment.write(label: "test", room: room) { (transaction) throws(LMDBError) in
        runs += 1
        try transaction.put(table, Key([0]), [UInt8](repeating: 1, count: megabytes << 20))
      }
    }
    try write(megabytes: 3, room: 3 << 20)
    #expect(runs == 1)
    #expect(try environment.info().mapSize == 4 << 20)
    // What is used already counts.
    try write(megabytes: 3, room: 3 << 20)
    #expect(runs == 2)
    #expect(try environment.info().mapSize == 8 << 20)
    // Too little said is no fault.
    try write(megabytes: 20, room: 1)
    #expect(runs > 3)
  }

  @Test func `an open reader lets a write begin that asks for room`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    let reader = try environment.beginRead()
    try environment.write(label: "test", room: 8 << 20) { (transaction) throws(LMDBError) in
      try transaction.put(table, Key([1]), [1])
    }
    #expect(try environment.info().mapSize == 1 << 20)
    #expect(try reader.view.statistics(table).entries == 0)
  }

  @Test func `a nearly full map says so`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try environment.write(label: "test") { (transaction) throws(LMDBError) in
      try transaction.put(table, Key([1]), [UInt8](repeating: 1, count: 800_000))
    }
    let info = try environment.info()
    #expect(info.isNearlyFull)
    #expect(info.fill > 0.7 && info.fill < 1)
    #expect(info.mapSize == 1 << 20)
    #expect(info.fileBytes >= 800_000)
  }

  @Test func `a write begun by hand throws when full, and the next one has room`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    let large = [UInt8](repeating: 1, count: 1_200_000)
    do {
      var transaction = try environment.beginWrite(label: "test")
      let error = #expect(throws: LMDBError.self) { try transaction.put(table, Key([1]), large) }
      #expect(error?.code == .mapFull)
      #expect(error?.code.name == "MDB_MAP_FULL")
    }
    var transaction = try environment.beginWrite(label: "test")
    try transaction.put(table, Key([1]), large)
    try transaction.commit()
    #expect(try count(environment, table) == 1)
  }

  @Test func `an open reader keeps the map from growing, and is named`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    do {
      let reader = try environment.beginRead()
      let error = failure { try put(environment, table, megabytes: 2) }
      #expect(error?.code == .resizeBlocked)
      #expect(error?.state.contains("1 transactions") == true)
      #expect(try reader.view.statistics(table).entries == 0)
    }
    try put(environment, table, megabytes: 2)
    #expect(try count(environment, table) == 2048)
  }

  @Test func `a map that another process grew is taken over by a reader`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    _ = try count(environment, table)
    #expect(try Probe.run("fill", scratch.path, "t", "5000", "1000") == ["filled"])
    #expect(try count(environment, table) == 5000)
    #expect(try environment.info().mapSize == 8 << 20)
  }

  @Test func `a map that another process grew is taken over by a writer`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    #expect(try Probe.run("fill", scratch.path, "t", "5000", "1000") == ["filled"])
    try put(environment, table, megabytes: 1)
    #expect(try Probe.run("count", scratch.path, "t") == ["6024"])
  }

  @Test func `a map that another process grew is taken over by a table's opening`() throws {
    let scratch = Scratch()
    do {
      let environment = try scratch.environment()
      _ = try environment.table("t", create: true)
      _ = try environment.table("u", create: true)
    }
    let environment = try scratch.environment()
    #expect(try Probe.run("fill", scratch.path, "t", "5000", "1000") == ["filled"])
    let table = try environment.table("t")
    #expect(try count(environment, table) == 5000)
  }
}
