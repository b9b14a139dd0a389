import EventLog
import Glibc
import Records
import Testing

/// Several processes on one log: one writer at a time, and readers that never wait.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ProcessTests {
  @Test func `processes that append at once share gapless positions, and readers see prefixes`()
    throws
  {
    let (writers, each) = (4, 40)
    let scratch = try ScratchLog()
    let total = UInt64(writers * each)
    let scanners = try (0..<2).map { _ in try Probe(["scan", scratch.path, "\(total)"]) }
    let probes = try (0..<writers).map { writer in
      try Probe(["append", scratch.path, "W\(writer)", "\(each)"])
    }
    let acknowledged = try probes.map { try $0.lines().map { try #require(UInt64($0)) } }
    for scanner in scanners { #expect(try scanner.lines().count == 1) }

    #expect(acknowledged.flatMap(\.self).sorted() == Array(1...total))
    let events = try scratch.events()
    #expect(events.map(\.envelope.position) == Array(1...total))
    for (writer, positions) in acknowledged.enumerated() {
      #expect(positions.count == each)
      for (index, position) in positions.enumerated() {
        let event = events[Int(position) - 1]
        #expect(event.payload == Array("W\(writer) \(index)".utf8))
        #expect(event.envelope.eventID == "W\(writer):\(index)")
      }
    }
    try scratch.read { log, view throws in
      #expect(try log.version(of: .session("shared"), in: view) == total / 2)
    }
  }

  @Test func `a reader does not wait for a writer, nor sees what is not committed`() throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample(), clock: Instant(microseconds: 0))
    let writer = try Probe(["hold", scratch.path])
    #expect(writer.next() == "held\n")
    #expect(try scratch.events().count == 1)
    _ = try writer.lines()
    #expect(try scratch.events().count == 1)
    #expect(try scratch.append(.sample()).envelope.position == 2)
  }

  @Test func `a writer that was killed leaves what it acknowledged, and the lock`() throws {
    let scratch = try ScratchLog()
    let writer = try Probe(["append", scratch.path, "W", "100000"])
    var acknowledged = ""
    while acknowledged.split(separator: "\n").count < 20 { acknowledged += writer.next() }
    writer.kill()
    let end = try #require(acknowledged.lastIndex(of: "\n"))
    let whole = acknowledged.prefix(through: end)
    let last = try #require(whole.split(separator: "\n").compactMap { UInt64($0) }.last)
    let events = try scratch.events()
    #expect(events.count >= Int(last))
    #expect(events.map(\.envelope.position) == Array(1...UInt64(events.count)))
    let next = try scratch.append(.sample(), clock: noon)
    #expect(next.envelope.position == UInt64(events.count) + 1)
  }

  @Test func `follow yields another process's events, each once and in order`() throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample(), clock: Instant(microseconds: 0))
    let writer = try Probe(["append", scratch.path, "W", "60"])
    var seen: [UInt64] = []
    let last = try scratch.log.follow(after: 1, in: scratch.environment, pause: Self.pause) {
      event throws(LogError) in
      seen.append(event.envelope.position)
      return seen.count < 60 ? .next : .stop
    }
    #expect(seen == Array(2...61))
    #expect(last == 61)
    #expect(try writer.lines().count == 60)
  }

  private static func pause() -> Bool {
    usleep(1000)
    return true
  }
}
