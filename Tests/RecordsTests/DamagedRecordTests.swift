import Records
import Testing

/// Whatever the bytes, reading them is defined: absent, an error, or some value.
@Suite struct DamagedRecordTests {
  private func readAll(_ bytes: [UInt8]) {
    _ = Sample.recordType.json(of: bytes.span.bytes)
    _ = try? Sample(record: bytes.span.bytes)
    let view = RecordView(trusting: bytes.span.bytes)
    for slot in -1...80 {
      _ = view.integer(slot)
      _ = view.text(slot)
      if let span = view.nested(slot) { _ = RecordView(trusting: span).text(0) }
      if let span = view.terminatedUTF8(slot) { _ = span.byteCount }
      guard let list = view.list(slot) else { continue }
      for index in -1...min(list.count, 50) {
        _ = list.integer(index)
        _ = list.text(index)
        if let span = list.nested(index) { _ = RecordView(trusting: span).integer(1) }
      }
    }
    for field in Sample.recordType.fields {
      _ = Sample.recordType.json(ofField: field, in: bytes.span.bytes)
      _ = try? Sample.recordType.setting(field, toJSON: "null", in: bytes.span.bytes)
    }
  }

  private func whole() throws -> [UInt8] {
    try Sample.recordType.record(
      fromJSON: Sample.minimal(
        with: #""note":"hello","main":{"name":"m"},"shades":["pale"],"marks":["a","bb"],"#
          + #""parts":[{"name":"p","percent":1.5}],"was":{"a":[1]}"#))
  }

  @Test func `a record cut anywhere is told or reads as absent`() throws {
    let bytes = try whole()
    for count in 0..<bytes.count { readAll(Array(bytes[..<count])) }
    for count in 0..<128 {
      #expect(throws: RecordError.self, "\(count) bytes") {
        let cut = Array(bytes[..<count])
        _ = try RecordView(cut.span.bytes).slotCount
      }
    }
  }

  @Test func `ten thousand damaged records never trap`() throws {
    let bytes = try whole()
    var random = Seeded(3)
    for _ in 0..<10_000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let at = Int.random(in: 0..<damaged.count, using: &random)
        damaged[at] = [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &random)]
          .randomElement(using: &random)!
      }
      readAll(damaged)
    }
  }

  @Test func `three thousand runs of random bytes never trap`() {
    var random = Seeded(4)
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...200, using: &random)
      var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      if count > 6 { bytes[5] = 0 }
      readAll(bytes)
    }
  }

  @Test func `a list that says more than there is reads as absent`() {
    var writer = RecordWriter(schema: 1, version: 1, slots: 1)
    writer.set(0, list: [1, 2, 3] as [Int64])
    var bytes = writer.finish()
    bytes[24] = 4
    let isPresent = RecordView(trusting: bytes.span.bytes).isPresent(0)
    #expect(isPresent)
    #expect(throws: RecordError(.malformed, schema: 1, slot: 0)) {
      try RecordView(bytes.span.bytes).texts(0)
    }
  }
}
