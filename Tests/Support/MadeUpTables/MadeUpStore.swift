package import ClinicSQL
package import Foundation
package import LMDB
package import Records

/// A store of made-up tables in a folder of its own, written straight into LMDB.
package final class MadeUpStore {
  package let folder: URL
  package let environment: Environment
  package let source: TableSource
  private let row: Table
  private let index: Table
  private let meta: Table

  /// A new store with those rows.
  package init(
    _ rows: [MadeUp.Row], types: [(number: UInt8, record: RecordType)] = MadeUp.tables
  ) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("clinic-sql-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    environment = try Environment.open(folder.path, .init(create: true))
    row = try environment.table("row", create: true)
    index = try environment.table("index", create: true)
    meta = try environment.table("meta", create: true)
    source = TableSource(
      environment: environment, rows: row, indexes: index, meta: meta,
      tables: types.map { .init(number: $0.number, name: $0.record.name, record: $0.record) },
      log: nil,
      local: { instant in
        // An hour ahead from the last Sunday of March 2026 on.
        OffsetInstant(
          instant: instant, offsetMinutes: instant.microseconds >= 1_774_746_000_000_000 ? 60 : 0)
      })
    try write(rows)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Adds rows, their index entries and their count.
  package func write(_ rows: [MadeUp.Row]) throws {
    try environment.write(label: "test") {
      (transaction: inout WriteTransaction) throws(LMDBError) in
      for row in rows {
        let encoded = EncodedRow(row)
        try transaction.put(self.row, encoded.key.span.bytes, encoded.value.span.bytes)
        for entry in encoded.entries {
          try transaction.put(index, entry.span.bytes, [UInt8]().span.bytes)
        }
      }
      try count(in: &transaction)
    }
  }

  /// Writes whatever bytes under a key of the rows, or takes them away; counts stay as they are.
  package func plant(_ value: [UInt8]?, at key: [UInt8]) throws {
    try environment.write(label: "test") {
      (transaction: inout WriteTransaction) throws(LMDBError) in
      if let value {
        try transaction.put(row, key.span.bytes, value.span.bytes)
      } else {
        try transaction.delete(row, key.span.bytes)
      }
    }
  }

  /// All keys and values, in order.
  package func contents() throws -> [[UInt8]] {
    try environment.read { (transaction) throws(LMDBError) in
      var all: [[UInt8]] = []
      for table in [row, index, meta] {
        var cursor = try transaction.cursor(table)
        while try cursor.next() {
          all.append(cursor.key.withUnsafeBytes { Array($0) })
          all.append(cursor.value.withUnsafeBytes { Array($0) })
        }
      }
      return all
    }
  }

  private func count(in transaction: inout WriteTransaction) throws(LMDBError) {
    var counts = [UInt64](repeating: 0, count: 32)
    do {
      var cursor = try transaction.cursor(row)
      while try cursor.next() {
        counts[Int(cursor.key.unsafeLoad(fromByteOffset: 0, as: UInt8.self))] += 1
      }
    }
    var bytes = counts.flatMap { count in withUnsafeBytes(of: count.bigEndian) { Array($0) } }
    Checksum.append(to: &bytes)
    try transaction.put(meta, Array("store.counts".utf8).span.bytes, bytes.span.bytes)
  }
}

/// A made-up row as the store has it.
package struct EncodedRow {
  package var key: [UInt8]
  package var value: [UInt8]
  /// The keys of its index entries.
  package var entries: [[UInt8]]

  /// The row with its keys and checksum.
  package init(_ row: MadeUp.Row) {
    let (number, type) = MadeUp.tables[row.table]
    var writer = RecordWriter(type)
    for (field, cell) in zip(type.fields, row.cells) {
      switch cell {
      case .null: break
      case .number(let number): writer.set(field.slot, integer: number)
      case .text(let text): writer.set(field.slot, text: text)
      case .words(let codes): writer.set(field.slot, list: codes)
      case .part(let name, let percent):
        var part = RecordWriter(MadeUp.part)
        part.set(0, text: name)
        part.set(1, integer: percent)
        writer.set(field.slot, nested: part.finish())
      }
    }
    value = writer.finish()
    Checksum.append(to: &value)
    let own: [UInt8] =
      if case .text(let id) = row.cells[0] {
        Array(id.utf8)
      } else if case .number(let position) = row.cells[0], case .number(let ordinal) = row.cells[1]
      {
        Self.bigEndian(UInt64(bitPattern: position)) + Self.bigEndian(UInt32(ordinal))
      } else { [] }
    key = [number] + own
    entries = zip(type.fields, row.cells).compactMap { field, cell in
      guard field.isIndexed else { return nil }
      let start = [number, UInt8(field.slot)]
      switch cell {
      case .number(let number):
        return start + [1] + Self.bigEndian(UInt64(bitPattern: number) ^ 1 << 63) + own
      case .text(let text): return start + [2] + Array(text.utf8) + [0] + own
      default: return start + [0] + own
      }
    }
  }

  private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }
}
