import Records
import Testing

@Suite struct InstantTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0, 0), ("2026-03-01T10:05:00+01:00", 1_772_355_900_000_000, 60),
      ("2026-03-01T10:05:00.250000-03:30", 1_772_372_100_250_000, -210),
      ("1969-12-31T23:59:59.999999Z", -1, 0), ("0001-01-01T00:00:00Z", -62_135_596_800_000_000, 0),
      ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999, 0),
      ("2024-02-29T23:30:00+00:30", 1_709_247_600_000_000, 30),
    ] as [(String, Int64, Int16)])
  func `RFC 3339 with an offset goes both ways`(text: String, micros: Int64, offset: Int16) throws {
    let read = try #require(OffsetInstant(rfc3339: text))
    #expect(read.instant.microseconds == micros)
    #expect(read.offsetMinutes == offset)
    #expect(read.rfc3339 == text)
  }

  @Test(arguments: [
    ("2026-03-01T10:05:00.5Z", "2026-03-01T10:05:00.500000Z", "2026-03-01 10:05:00.5"),
    ("2026-03-01T10:05:00.123456Z", "2026-03-01T10:05:00.123456Z", "2026-03-01 10:05:00.123456"),
    ("2026-03-01T10:05:00-00:00", "2026-03-01T10:05:00Z", "2026-03-01 10:05:00"),
    ("2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00Z", "2026-02-28 23:30:00"),
  ])
  func `UTC text is canonical`(text: String, rfc3339: String, sql: String) throws {
    let instant = try #require(Instant(rfc3339: text))
    #expect(instant.rfc3339 == rfc3339)
    #expect(instant.sql == sql)
  }

  @Test(arguments: [
    "2026-03-01", "2026-03-01T10:05Z", "2026-03-01T10:05:00", "2026-03-01 10:05:00Z",
    "2026-03-01t10:05:00z", "2026-02-30T10:05:00Z", "2026-03-01T24:00:00Z",
    "2026-03-01T10:60:00Z", "2026-03-01T10:05:60Z", "2026-03-01T10:05:00.Z",
    "2026-03-01T10:05:00.1234567Z", "2026-03-01T10:05:00+0100", "2026-03-01T10:05:00+24:00",
    "2026-03-01T10:05:00+01:60", "2026-03-01T10:05:00Z ", "2026-03-01T10:05:00.5", "",
    "0000-03-01T10:05:00Z", "2026-03-01T10:05:00±01:00",
  ])
  func `other text is no instant`(text: String) {
    #expect(OffsetInstant(rfc3339: text) == nil)
  }

  @Test func `SQL text sorts as time does`() {
    var random = Seeded(7)
    let instants = (0..<2_000).map { _ in
      Instant(microseconds: Int64.random(in: 0...4_000_000_000, using: &random) * 250)
    }
    let byTime = instants.sorted().map(\.sql)
    #expect(
      byTime
        == instants.map(\.sql).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
  }

  @Test(arguments: [Int64.min, Int64.max, -1, 1 << 60])
  func `any stored number prints without a trap`(micros: Int64) {
    let instant = Instant(microseconds: micros)
    #expect(!instant.sql.isEmpty)
    #expect(!OffsetInstant(instant: instant, offsetMinutes: Int16.min).rfc3339.isEmpty)
    #expect(!instant.date.iso.isEmpty)
  }
}
