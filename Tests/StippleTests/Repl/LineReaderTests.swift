import Foundation
import Testing

@testable import stipple

struct LineReaderTests {
  private func lines(_ bytes: [UInt8], chunk: Int = 4096) throws -> [LineReader.Event] {
    let pipe = try InputPipe(bytes, chunk: chunk)
    var reader = LineReader(descriptor: pipe.readEnd)
    var events: [LineReader.Event] = []
    while true {
      let event = reader.next()
      if event == .end { return events }
      events.append(event)
    }
  }

  @Test(arguments: [1, 2, 3, 4096])
  func `lines come whole however they arrive`(chunk: Int) throws {
    let events = try lines(Array("a\n\nbé日\r\nlast".utf8), chunk: chunk)
    #expect(events == [.line("a"), .line(""), .line("bé日"), .line("last")])
  }

  @Test func `an empty input has no line`() throws {
    #expect(try lines([]) == [])
    #expect(try lines(Array("\n".utf8)) == [.line("")])
  }

  @Test func `a byte order mark is no part of the first line`() throws {
    #expect(try lines([0xEF, 0xBB, 0xBF] + Array("a\n".utf8)) == [.line("a")])
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "byte 2 is not UTF-8"), ([0xC3], "byte 1 is not UTF-8"),
      ([0x61, 0x62, 0xED, 0xA0, 0x80], "byte 3 is not UTF-8"),
      ([0xC0, 0x80], "byte 1 is not UTF-8"), ([0xF4, 0x90, 0x80, 0x80], "byte 1 is not UTF-8"),
      ([0x61, 0x00], "byte 2 is NUL, which SQL cannot hold"),
    ] as [([UInt8], String)])
  func `a line that is no text is told, and reading goes on`(bytes: [UInt8], error: String) throws {
    let events = try lines(bytes + [0x0A] + Array("next\n".utf8))
    try #require(events.count == 2)
    guard case .refused(let message) = events[0] else {
      Issue.record("\(events[0])")
      return
    }
    #expect(message.error == error)
    #expect(message.status == .badInput)
    #expect(events[1] == .line("next"))
  }

  @Test func `a line of five megabytes is refused, and reading goes on`() throws {
    let long = [UInt8](repeating: 0x61, count: 5_000_000)
    let events = try lines(long + Array("\nnext\n".utf8), chunk: 65536)
    try #require(events.count == 2)
    guard case .refused(let message) = events[0] else {
      Issue.record("\(events[0])")
      return
    }
    #expect(message.error == "the line is over 1000000 bytes")
    #expect(events[1] == .line("next"))
  }

  @Test func `a descriptor that cannot be read is an error, then the end`() {
    var reader = LineReader(descriptor: open("/", O_RDONLY | O_CLOEXEC))
    guard case .refused(let message) = reader.next() else {
      Issue.record("no refusal")
      return
    }
    #expect(message.error == "cannot read the input: is a directory")
    #expect(reader.next() == .end)
  }
}
