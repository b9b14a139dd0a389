import LMDB
import Testing

struct UnsafeTests {
  @Test func `an unsafe reader and cursor see what the safe ones see`() throws {
    let scratch = Scratch()
    let environment = try scratch.environment()
    let table = try environment.table("t", create: true)
    try environment.write(label: "test") { transaction throws(LMDBError) in
      for byte in [1, 3, 5] as [UInt8] { try transaction.put(table, Key([byte, 0]), [byte]) }
    }
    let reader = UnsafeReader(environment)
    #expect(!reader.isActive)
    try reader.renew()
    try reader.renew()
    #expect(reader.isActive)
    var cursor = try UnsafeCursor(reader.transaction, table)
    #expect(cursor.key.isEmpty && !cursor.isOnEntry)
    #expect(try cursor.next() && Array(cursor.key) == [1, 0])
    let sought = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    defer { sought.deallocate() }
    sought[0] = 2
    #expect(try cursor.seek(UnsafeRawBufferPointer(sought)))
    #expect(try reader.transaction.get(table, UnsafeRawBufferPointer(sought)) == nil)
    #expect(Array(cursor.value) == [3])
    #expect(try cursor.last() && Array(cursor.value) == [5])
    #expect(try !cursor.next())
    #expect(try !cursor.previous())
    #expect(cursor.value.isEmpty)

    try environment.write(label: "test") { transaction throws(LMDBError) in
      try transaction.put(table, Key([7]), [7])
    }
    reader.reset()
    #expect(!reader.isActive)
    try reader.renew()
    try cursor.renew(reader.transaction)
    #expect(try cursor.previous() && Array(cursor.key) == [7])
    cursor.close()
    let entries = try reader.withView { view throws(LMDBError) in
      try view.statistics(table).entries
    }
    #expect(entries == 4)
  }
}
