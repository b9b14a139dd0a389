import Testing

@testable import EventLog

@Suite struct StreamVersionsTests {
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `versions are what was kept last, whatever was asked for in between`(_ seed: UInt64) {
    var random = Seeded(seed: seed)
    var versions = StreamVersions()
    var plain: [StreamID: UInt64] = [:]
    for _ in 0..<4_000 {
      let stream = StreamID(kind: UInt8(random.below(2)), id: "S\(random.below(60))")
      if random.below(2) == 0 {
        #expect(versions.version(of: stream) == plain[stream])
      } else {
        let version = UInt64(random.below(1_000))
        versions.keep(version, of: stream)
        plain[stream] = version
      }
    }
    #expect(versions.count == plain.count)
    for (stream, version) in plain { #expect(versions.version(of: stream) == version) }
  }
}
