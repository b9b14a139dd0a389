import EventLog
import Foundation
import Testing

@testable import ClinicStore

/// Lines of a file or a pipe, and what is made of them ahead.
@Suite struct LineSourceTests {
  /// A line, as it was read: its bytes, or how many there were.
  private enum Read: Equatable {
    case bytes([UInt8])
    case tooLong(Int)
  }

  private static func lines(of source: LineSource) throws -> [Read] {
    var lines: [Read] = []
    while let line = try source.nextLine() {
      switch line {
      case .bytes(let bytes): lines.append(.bytes(Array(bytes)))
      case .tooLong(let count): lines.append(.tooLong(count))
      }
      #expect(source.number == lines.count)
    }
    return lines
  }

  /// Lines of every length about that of what is read at once, some of them too long, with both ends.
  private static func generated(seed: UInt64) -> (bytes: [UInt8], lines: [Read]) {
    var random = Seeded(seed)
    var bytes: [UInt8] = []
    var lines: [Read] = []
    let lengths = [0, 1, 430, 65_534, 65_535, 65_536, 65_537, 200_000, EventLine.maximumBytes]
    for _ in 0..<40 {
      let length = lengths.randomElement(using: &random)! + Int.random(in: 0...2, using: &random)
      let line = [UInt8](repeating: .random(in: 0x20...0x7E, using: &random), count: length)
      let isCR = Bool.random(using: &random)
      bytes += line + (isCR ? [0x0D, 0x0A] : [0x0A])
      let count = length + (isCR ? 1 : 0)
      lines.append(count <= EventLine.maximumBytes ? .bytes(line) : .tooLong(count))
    }
    // The last has no end.
    return (bytes + [0x7B], lines + [.bytes([0x7B])])
  }

  private static func file(_ bytes: [UInt8]) throws -> LineSource {
    let path = FileManager.default.temporaryDirectory.path + "/lines-\(UUID().uuidString)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try LineSource(path: path)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `lines are what lies between their ends, wherever those are met`(seed: UInt64) throws {
    let (bytes, lines) = Self.generated(seed: seed)
    let source = try Self.file(bytes)
    #expect(try Self.lines(of: source) == lines)
    try source.rewind()
    #expect(try Self.lines(of: source) == lines)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 511, 512, 513, 5_000])
  func `lines made ahead come in their order, held or read`(count: Int) throws {
    let text = (1...max(count, 1)).prefix(count).map { "\($0)\n" }.joined()
    let source = try Self.file(Array(text.utf8))
    let held = try NumberedLine.read(from: source, limit: .max)
    for var ahead in [
      LinesAhead(of: held) { $0.map(\.number) },
      try LinesAhead(of: source) { $0.map { Int(String(decoding: $0.bytes, as: UTF8.self))! } },
    ] {
      var numbers: [Int] = []
      while let made = ahead.take() { numbers += made }
      #expect(numbers == Array(1...max(count, 1)).prefix(count) + [])
      #expect(ahead.fault == nil)
      #expect(ahead.take() == nil)
    }
  }

  @Test func `a source that cannot be read on gives what was read, and why`() throws {
    let folder = try LineSource(path: FileManager.default.temporaryDirectory.path)
    var ahead = try LinesAhead(of: folder) { $0.count }
    #expect(ahead.take() == nil)
    #expect(ahead.fault?.kind == .badInput)
  }

  @Test(arguments: [nil, 700, 1_024, 5_000])
  func `an import takes what comes through a pipe as it takes a file`(batch: Int?) throws {
    let lines = (1...3_000).map {
      #"{"stream":"client/C\#($0 % 2 + 1)","type":"note-added","#
        + #""occurred_at":"2026-02-01T09:00:00Z","recorded_by":"U\#($0 == 2_500 ? 66 : 1)","#
        + #""event_id":"E\#($0)","data":{"note":"\#($0)"}}"# + "\n"
    }
    var plan = ImportPlan()
    plan.batch = batch
    plan.collectsRejects = true
    var outcomes: [ImportOutcome] = []
    for isPipe in [false, true] {
      let scratch = try ScratchStore()
      try scratch.openClinic()
      let head = try scratch.store.head().position
      let pipe = Pipe()
      let source =
        try isPipe
        ? LineSource(path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
        : Self.file(Array(lines.joined().utf8))
      let writer = SideWork {
        if isPipe { try? pipe.fileHandleForWriting.write(contentsOf: Data(lines.joined().utf8)) }
        try? pipe.fileHandleForWriting.close()
      }
      var rejected: [Int] = []
      outcomes.append(
        try scratch.store.importLines(source, plan: plan) { rejected.append($0.number) })
      writer.result()
      #expect(rejected == [2_500])
      #expect(try scratch.store.head().position == head + 2_999)
    }
    #expect(outcomes[0] == outcomes[1])
    #expect(outcomes[0].recorded == 2_999)
  }
}
