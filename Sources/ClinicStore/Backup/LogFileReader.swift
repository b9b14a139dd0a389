import Crypto
import EventLog

/// Reads a file of stored events, one record after the other, and refuses it where it is not whole.
struct LogFileReader {
  let header: LogFile.Header
  private let source: LineSource
  private var hash = SHA256()
  /// How many records were read.
  private(set) var count: UInt64 = 0

  /// Reads the first line.
  init(_ source: LineSource) throws(StoreError) {
    self.source = source
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      let byte = try source.take(1)
      guard !byte.isEmpty, line.count < LogFile.headerLimit else { break }
      line += byte
    }
    guard let header = LogFile.Header(line) else {
      throw StoreError(.badInput, "its first line is not that of a log of this version")
    }
    self.header = header
    hash.update(data: line)
  }

  /// The next record; nil at the end, once all that was read has been held against its hash.
  mutating func next() throws(StoreError) -> [UInt8]? {
    let length = LogFile.number(try take(4))
    guard length > 0 else {
      try finish()
      return nil
    }
    guard length <= UInt64(LogFile.recordLimit) else {
      throw StoreError(
        .badInput, "the log is damaged after \(place): no record has \(length) bytes")
    }
    guard count < header.count else {
      throw StoreError(.badInput, "the log is damaged: it goes on after @\(header.last)")
    }
    let record = try take(Int(length))
    count += 1
    return record
  }

  /// Reads on to the end.
  mutating func checkToEnd(progress: (_ done: Int, _ of: Int) throws -> Void) throws {
    while try next() != nil {
      if count % 4_096 == 0 { try progress(Int(count), Int(header.count)) }
    }
  }

  private var place: String {
    count == 0 ? "its first line" : "@\(header.first + count - 1)"
  }

  private mutating func take(_ length: Int) throws(StoreError) -> [UInt8] {
    let bytes = try source.take(length)
    guard bytes.count == length else {
      throw StoreError(.badInput, "the log is cut short after \(place)")
    }
    hash.update(data: bytes)
    return bytes
  }

  private mutating func finish() throws(StoreError) {
    let told = LogFile.number(try take(8))
    guard count == header.count, told == count else {
      throw StoreError(
        .badInput, "the log is damaged: \(count) events are there, not \(header.count)")
    }
    let digest = Hash(finishing: hash)
    let kept = try source.take(Hash.byteCount)
    guard kept.count == Hash.byteCount else {
      throw StoreError(.badInput, "the log is cut short after \(place)")
    }
    guard Hash(kept) == digest else {
      throw StoreError(.badInput, "the log is damaged: its bytes are not those that were written")
    }
    guard try source.take(1).isEmpty else {
      throw StoreError(.badInput, "the log is damaged: something follows its end")
    }
  }
}
