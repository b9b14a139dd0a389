import ClinicSQL
import MadeUpTables
import Records
import Testing

/// Bytes that are not what was written are an error, never a row.
@Suite struct DamageTests {
  private let rows = MadeUp.rows(seed: 8, visits: 40, marks: 40)
  private let store: MadeUpStore
  private let connection: Connection

  init() throws {
    store = try MadeUpStore(rows)
    connection = try Connection(store.source)
  }

  private func row(_ id: String) throws -> EncodedRow {
    EncodedRow(try #require(rows.first { $0.table == 0 && $0.cells[0] == .text(id) }))
  }

  private func message(_ sql: String) throws -> String {
    let error = try #require(throws: SQLError.self) { try connection.rows(of: sql) }
    #expect(error.kind == .damaged)
    #expect(!connection.isReading)
    return error.message
  }

  @Test func `a flipped bit anywhere in a row is noticed, and other rows are served`() throws {
    let encoded = try row("S10")
    for place in encoded.value.indices {
      var value = encoded.value
      value[place] ^= 1 << (place % 8)
      try store.plant(value, at: encoded.key)
      let message = try message("select * from visits")
      #expect(message == "row S10 of visits is damaged: its checksum does not fit its bytes")
      #expect(try connection.rows(of: "select id from visits where id = 'S1'") == [["text S1"]])
    }
    try store.plant(encoded.value, at: encoded.key)
    #expect(try connection.rows(of: "select count(*) from visits") == [["int 40"]])
  }

  @Test func `a lost row is noticed by a whole scan and by its index`() throws {
    let encoded = try row("S1")
    try store.plant(nil, at: encoded.key)
    for sql in [
      "select * from visits", "select id from visits order by id desc",
      "select zone, count(*) from visits group by zone",
    ] {
      #expect(
        try message(sql) == "visits is damaged: 39 rows are there, and 40 were written")
    }
    let indexed = try #require(
      try connection.prepare("select id from visits order by seen_at limit 100"))
    #expect(throws: SQLError.self) { while try indexed.step() {} }
    #expect(try connection.rows(of: "select id from visits where id = 'S10'") == [["text S10"]])
  }

  @Test func `an index that leads nowhere is noticed`() throws {
    let encoded = try row("S1")
    try store.plant(nil, at: encoded.key)
    let found = try #require(rows.first { $0.cells[0] == .text("S1") })
    guard case .text(let client) = found.cells[1] else { return }
    #expect(
      try message("select id from visits where client = \(client.quoted)")
        == "visits is damaged: the index of client leads to a row that is not there")
  }

  @Test func `a row under another row's key is noticed`() throws {
    let one = try row("S1")
    try store.plant(one.value, at: row("S10").key)
    #expect(
      try message("select * from visits where id = 'S10'")
        == "row S10 of visits is damaged: it is another row's record")
  }

  @Test func `a word of a newer version is not shown as something else`() throws {
    var writer = RecordWriter(MadeUp.visits)
    writer.set(0, text: "S1")
    writer.set(6, integer: 99)
    var value = writer.finish()
    Checksum.append(to: &value)
    try store.plant(value, at: row("S1").key)
    for sql in ["select zone from visits", "select zone, count(*) from visits group by zone"] {
      let error = #expect(throws: SQLError.self) { try connection.rows(of: sql) }
      #expect(
        error?.message == "zone of row S1 of visits cannot be read by this version of stipple")
    }
  }

  @Test func `bytes that only look like a record are refused`() throws {
    let key = try row("S1").key
    for length in [0, 1, 7, 8, 9, 16, 100] {
      try store.plant([UInt8](repeating: 0xFF, count: length), at: key)
      _ = try message("select * from visits where id = 'S1'")
    }
  }
}
