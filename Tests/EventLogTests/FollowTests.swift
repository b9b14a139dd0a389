import EventLog
import Records
import Testing

@Suite struct FollowTests {
  @Test func `follow yields what comes while it waits, and ends when told to`() throws {
    let scratch = try ScratchLog()
    for _ in 0..<3 { try scratch.append(.sample()) }
    var (seen, pauses): ([UInt64], Int) = ([], 0)
    let last = try scratch.log.follow(
      after: 1, in: scratch.environment,
      pause: {
        pauses += 1
        // An append while it waits needs that it holds no read transaction on this thread.
        if pauses < 4 { _ = try? scratch.append(.sample()) }
        return pauses < 4
      },
      { event throws(LogError) in
        seen.append(event.envelope.position)
        return .next
      })
    #expect(seen == [2, 3, 4, 5, 6])
    #expect(last == 6)
    #expect(pauses == 4)
  }

  @Test func `follow catches up over many events, and stops within them`() throws {
    let scratch = try ScratchLog()
    try scratch.append((0..<1000).map { Draft.sample(payload: [UInt8(truncatingIfNeeded: $0)]) })
    var seen: [UInt64] = []
    let last = try scratch.log.follow(after: 0, in: scratch.environment, pause: { false }) {
      event throws(LogError) in
      seen.append(event.envelope.position)
      return event.envelope.position == 700 ? .stop : .next
    }
    #expect(seen == Array(1...700))
    #expect(last == 700)
  }

  @Test func `follow from past the head waits for what comes after`() throws {
    let scratch = try ScratchLog()
    try scratch.append(.sample())
    var pauses = 0
    let last = try scratch.log.follow(
      after: 3, in: scratch.environment,
      pause: {
        pauses += 1
        _ = try? scratch.append(.sample())
        return true
      }, { _ throws(LogError) in .stop })
    #expect(last == 4)
    #expect(pauses == 3)
  }
}
