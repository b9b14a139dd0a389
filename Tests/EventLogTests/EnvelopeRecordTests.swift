import Records
import Testing

@testable import EventLog

@Suite struct EnvelopeRecordTests {
  @Test func `golden bytes of an envelope with every field`() throws {
    let envelope = Envelope(
      position: 7, stream: .session("S1"), version: 2, type: 410, schema: 1,
      occurredAt: noon, offsetMinutes: 60, precision: .minute, recordedAt: noon.after(seconds: 60),
      clock: noon.after(seconds: 59), recordedBy: "U1", performedBy: "U2", entryMode: .late,
      lateReason: "café", correlation: "V1", causation: 6,
      deviations: [
        Deviation(rule: 9, limit: "a", observed: "b", reason: "c", authorisedBy: "U3")
      ], eventID: "e-1")
    let record = EnvelopeRecord.encode(envelope, payload: [0xAA, 0xBB])
    #expect(hex(record) == Golden.everyField)
    let view = try EventView(checking: stored(record).span.bytes, at: 7)
    #expect(view.envelope == envelope)
  }

  @Test func `golden bytes of an envelope with nothing optional`() throws {
    let envelope = Envelope(
      position: 1, stream: .client("C1"), version: 1, type: 101, schema: 1, occurredAt: noon,
      recordedAt: noon, clock: noon, recordedBy: "U1", performedBy: "U1")
    let record = EnvelopeRecord.encode(envelope, payload: [])
    #expect(hex(record) == Golden.nothingOptional)
    let view = try EventView(checking: stored(record).span.bytes, at: 1)
    #expect(view.envelope == envelope)
    #expect(view.payload.array == [])
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `any envelope is read as it was written`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    for position in 1...100 as ClosedRange<UInt64> {
      let envelope = random.envelope(position: position)
      let payload = random.bytes(upTo: 300)
      let value = stored(EnvelopeRecord.encode(envelope, payload: payload))
      let view = try EventView(checking: value.span.bytes, at: position)
      #expect(view.stored == StoredEvent(envelope: envelope, payload: payload))
      #expect(view.hasDeviations == !envelope.deviations.isEmpty)
      #expect(text(view.streamIDBytes) == envelope.stream.id)
      #expect(text(view.recordedByBytes) == envelope.recordedBy)
      #expect(text(view.performedByBytes) == envelope.performedBy)
    }
  }

  @Test(arguments: [0, 1, 54, 55, 56, 63, 64, 65, 300, 5000])
  func `the leaf hash is SHA-256 of a zero byte and the record`(payloadSize: Int) throws {
    var random = Seeded(seed: UInt64(payloadSize))
    let envelope = random.envelope(position: 3)
    let record = EnvelopeRecord.encode(envelope, payload: [UInt8](repeating: 7, count: payloadSize))
    let value = stored(record)
    let view = try EventView(checking: value.span.bytes, at: 3)
    #expect(view.record.array == record)
    #expect(view.leafHash.bytes == ReferenceSHA256.hash([0] + record))
    #expect(view.leafHash.bytes != ReferenceSHA256.hash(record))
  }

  @Test func `the reference hash gives the published digest of abc`() {
    #expect(
      hex(ReferenceSHA256.hash(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `an event that sits at another position is damage`() throws {
    var random = Seeded(seed: 5)
    let value = stored(EnvelopeRecord.encode(random.envelope(position: 3), payload: [1]))
    #expect(throws: LogError.damaged(position: 4, what: "it is another event's record")) {
      _ = try EventView(checking: value.span.bytes, at: 4).position
    }
  }

  private func stored(_ record: [UInt8]) -> [UInt8] { Checksum.sealed(record) }

  private func text(_ span: RawSpan) -> String { String(decoding: span.array, as: UTF8.self) }
}

/// Lower-case hex of bytes, two digits each.
func hex(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef")
  return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
