import Records
import Testing

@Suite struct RecordTests {
  private func sample(_ json: String) throws -> (bytes: [UInt8], value: Sample) {
    let bytes = try Sample.recordType.record(fromJSON: json)
    return (bytes, try Sample(record: bytes.span.bytes))
  }

  @Test func `the layout is the one that is written down`() {
    let type = RecordType(
      id: 0x0102, version: 3, name: "small", summary: "Small.",
      fields: [
        Field("n", slot: 0, kind: .integer), Field("t", slot: 1, kind: .text),
        Field("gap", slot: 2, kind: .integer), Field("l", slot: 3, kind: .list(.text)),
        Field("last", slot: 4, kind: .boolean),
      ])
    var writer = RecordWriter(type)
    writer.set(3, list: ["b"])
    writer.set(1, text: "a")
    writer.set(0, integer: -1)
    let expected: [UInt8] =
      [0x02, 0x01, 3, 0, 4, 0, 0, 0]  // id, version, four slots: the fifth is absent and last
      + [0b1011, 0, 0, 0, 0, 0, 0, 0]
      + [255, 255, 255, 255, 255, 255, 255, 255]
      + [48, 0, 0, 0, 1, 0, 0, 0]  // text at 48, one byte
      + [0, 0, 0, 0, 0, 0, 0, 0]
      + [50, 0, 0, 0, 18, 0, 0, 0]  // list at 50
      + [0x61, 0]
      + [1, 0, 0, 0, 0, 0, 0, 0] + [66, 0, 0, 0, 1, 0, 0, 0] + [0x62, 0]
    #expect(writer.finish() == expected)
    #expect(RecordWriter(type).finish() == [0x02, 0x01, 3, 0, 0, 0, 0, 0])
  }

  @Test func `a writer that wrote other records writes the same bytes as a new one`() throws {
    var random = RandomJSON(seed: 12)
    var writer = RecordWriter(Sample.recordType)
    for _ in 0..<300 {
      let sample = try sample(random.object(Sample.recordType).messy).value
      let again = sample.encoded(by: &writer)
      #expect(again == sample.encoded())
      guard let part = sample.parts?.first else { continue }
      let partAgain = part.encoded(by: &writer)
      #expect(partAgain == part.encoded())
    }
  }

  @Test func `the order of setting does not show`() throws {
    let json = Sample.minimal(
      with: #""note":"x","marks":["a","b"],"parts":[{"name":"p","percent":1.5},{"name":"q"}],"#
        + #""main":{"name":"m"},"shades":["deep","pale"],"was":null"#)
    let (bytes, value) = try sample(json)
    // The struct writes its slots backwards, the coder in the order of the text.
    #expect(value.encoded() == bytes)
    #expect(try Sample(record: bytes.span.bytes) == value)
    #expect(value.depth.description == "0.75")
    #expect(value.was == "null")
    #expect(value.parts?.map(\.name) == ["p", "q"])
  }

  @Test func `two thousand random records go round`() throws {
    var random = RandomJSON(seed: 42)
    for _ in 0..<2_000 {
      let (messy, canonical) = random.object(Sample.recordType)
      let bytes = try Sample.recordType.record(fromJSON: messy)
      #expect(Sample.recordType.json(of: bytes.span.bytes) == canonical)
      #expect(try Sample.recordType.record(fromJSON: canonical) == bytes)
      #expect(try Sample(record: bytes.span.bytes).encoded() == bytes)
    }
  }

  @Test func `a slot set again or taken out leaves no trace`() {
    var random = Seeded(5)
    var reused = RecordWriter(schema: 1, version: 1, slots: 0)
    for _ in 0..<500 {
      let slots = Int.random(in: 1...70, using: &random)
      reused.begin(schema: 1, version: 1, slots: slots)
      var last: [Int: (inout RecordWriter) -> Void] = [:]
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        let slot = Int.random(in: 0..<slots, using: &random)
        let text = String(repeating: "x", count: Int.random(in: 0...40, using: &random))
        let set: (inout RecordWriter) -> Void =
          switch Int.random(in: 0..<6, using: &random) {
          case 0: { $0.set(slot, integer: Int64(slot)) }
          case 1: { $0.set(slot, integer: nil) }
          case 2: { $0.set(slot, text: text) }
          case 3: { $0.set(slot, nested: Array(text.utf8)) }
          case 4: { $0.set(slot, list: [text, "", "y"]) }
          default: { $0.set(slot, list: [1, 2, Int64(slot)]) }
          }
        set(&reused)
        last[slot] = set
      }
      var plain = RecordWriter(schema: 1, version: 1, slots: slots)
      for slot in 0..<slots { last[slot]?(&plain) }
      let bytes = plain.finish()
      #expect(reused.finish() == bytes)
      // Behind other bytes it is the same record: its offsets count from its own start.
      var others: [UInt8] = [1, 2, 3]
      reused.append(to: &others, reserving: 8)
      #expect(others == [1, 2, 3] + bytes)
    }
  }

  @Test func `an old record with fewer slots reads null`() throws {
    var writer = RecordWriter(schema: 77, version: 1, slots: 2)
    writer.set(0, text: "L")
    let bytes = writer.finish()
    let view = try RecordView(bytes.span.bytes)
    let count = view.slotCount
    let texts = [view.text(0), view.text(9)]
    let integer = view.integer(1)
    let present = [view.isPresent(0), view.isPresent(70), view.isPresent(-1)]
    #expect(count == 1)
    #expect(texts == ["L", nil])
    #expect(integer == nil)
    #expect(present == [true, false, false])
    #expect(throws: RecordError(.missing, schema: 77, slot: 1)) {
      try Sample(record: bytes.span.bytes)
    }
  }

  @Test func `more than 64 slots take a second word of presence`() throws {
    var writer = RecordWriter(schema: 1, version: 1, slots: 200)
    for slot in stride(from: 0, to: 200, by: 7) { writer.set(slot, integer: Int64(slot)) }
    let bytes = writer.finish()
    let view = try RecordView(bytes.span.bytes)
    for slot in 0..<200 {
      let read = view.integer(slot)
      let written: Int64? = slot % 7 == 0 ? Int64(slot) : nil
      #expect(read == written)
    }
  }

  @Test func `a word from a later schema is an error, not another word`() {
    var writer = RecordWriter(schema: 77, version: 1, slots: 14)
    writer.set(6, integer: 3)
    writer.set(11, list: [0, 9])
    let bytes = writer.finish()
    let code = RecordView(trusting: bytes.span.bytes).integer(6)
    #expect(code == 3)
    #expect(throws: RecordError(.unknownWord, schema: 77, slot: 6)) {
      try RecordView(bytes.span.bytes).word(6, as: Sample.Shade.self)
    }
    #expect(throws: RecordError(.unknownWord, schema: 77, slot: 11)) {
      try RecordView(bytes.span.bytes).words(11, as: Sample.Shade.self)
    }
    #expect(
      Sample.recordType.json(of: bytes.span.bytes) == ##"{"shade":"#3","shades":["pale","#9"]}"##)
  }

  /// The bytes that a good checksum covers, or nil for a bad one.
  private func bodyCount(_ bytes: [UInt8]) -> Int? {
    guard let body = Checksum.body(of: bytes.span.bytes) else { return nil }
    return body.byteCount
  }

  @Test func `every flipped bit is caught by the checksum`() throws {
    var bytes = try sample(Sample.minimal(with: #""note":"hello","marks":["a"]"#)).bytes
    let body = bytes
    Checksum.append(to: &bytes)
    #expect(bytes.count == body.count + Checksum.byteCount)
    #expect(bodyCount(bytes) == body.count)
    for bit in 0..<(bytes.count * 8) {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(bodyCount(bytes) == nil, "bit \(bit)")
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
    #expect(bodyCount(Array(bytes[..<7])) == nil)
    // XXH3's own test vector for no bytes and seed 0.
    let empty: [UInt8] = []
    let hash = Checksum.xxh3(empty.span.bytes)
    #expect(hash == 0x2D06_8005_38D3_94C2)
  }

  @Test func `a NUL in a text never ends it early`() throws {
    var writer = RecordWriter(schema: 1, version: 1, slots: 2)
    writer.set(0, text: "a\u{0}b")
    writer.set(1, list: ["\u{0}"])
    let bytes = writer.finish()
    let view = try RecordView(bytes.span.bytes)
    let texts = [view.text(0), try view.texts(1)?.first]
    #expect(texts == ["a\u{FFFD}b", "\u{FFFD}"])
  }

  @Test func `a text ends in a NUL that is not counted`() throws {
    let (bytes, _) = try sample(Sample.minimal)
    let view = RecordView(trusting: bytes.span.bytes)
    guard let text = view.utf8(0), let terminated = view.terminatedUTF8(0) else {
      Issue.record("the text is not there")
      return
    }
    let counts = [text.byteCount, terminated.byteCount]
    let last = terminated.unsafeLoad(fromByteOffset: 3, as: UInt8.self)
    #expect(counts == [3, 4])
    #expect(last == 0)
  }
}
