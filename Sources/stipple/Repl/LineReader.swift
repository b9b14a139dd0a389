import Glibc

/// Reads lines from a descriptor, be it a terminal, a pipe or a file, with `read` and nothing else.
///
/// A terminal stays in its ordinary mode: it edits the line itself, and is left as it was found.
struct LineReader {
  /// What came of waiting for a line.
  enum Event: Equatable {
    /// A line without its end. LF and CR LF end one; the last needs no end.
    case line(String)
    /// Ctrl-C; what was typed of the line is gone.
    case interrupted
    /// A line that cannot be SQL. Reading may go on after it.
    case refused(Message)
    case end
  }

  /// The longest line that is taken, bytes: SQLite takes no longer statement.
  static let longestLine = 1_000_000

  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var start = 0
  private var searched = 0
  private var isAtEnd = false
  private var isTooLong = false

  /// The number of the line that was read last, from 1; 0 before the first.
  private(set) var lineNumber = 0

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Waits for the next line.
  mutating func next() -> Event {
    while true {
      if Interrupts.pending {
        Interrupts.clear()
        discard()
        return .interrupted
      }
      if let newline = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { (start, searched) = (newline + 1, newline + 1) }
        return take(start..<newline)
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count || isTooLong else { return .end }
        defer { discard() }
        return take(start..<buffer.count)
      }
      if buffer.count - start > Self.longestLine {
        isTooLong = true
        discard()
      }
      if let failure = fill() { return .refused(failure) }
    }
  }

  private mutating func discard() {
    buffer.removeAll(keepingCapacity: true)
    (start, searched) = (0, 0)
  }

  /// Reads what there is, waiting for it; returns early, with nothing, on a Ctrl-C.
  private mutating func fill() -> Message? {
    buffer.removeFirst(start)
    searched -= start
    start = 0
    var waits = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Interrupts.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    if poll(&waits, 2, -1) < 0 {
      return errno == EINTR ? nil : failed(errno)
    }
    guard waits[0].revents != 0 else { return nil }
    let count = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { space in
      let count = read(descriptor, space.baseAddress!, space.count)
      if count > 0 { buffer.append(contentsOf: space[..<count]) }
      return count
    }
    if count == 0 { isAtEnd = true }
    if count < 0, errno != EINTR, errno != EAGAIN { return failed(errno) }
    return nil
  }

  private mutating func failed(_ code: Int32) -> Message {
    isAtEnd = true
    return Message("cannot read the input: \(systemError(code))", status: .io)
  }

  /// Makes a line of the bytes, if they are text.
  private mutating func take(_ range: Range<Int>) -> Event {
    lineNumber += 1
    if isTooLong || range.count > Self.longestLine {
      isTooLong = false
      return .refused(
        Message(
          "the line is over \(Self.longestLine) bytes", note: "it was not run", status: .badInput))
    }
    var bytes = buffer[range]
    if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
    if let place = bytes.firstIndex(of: 0) {
      return .refused(
        Message(
          "byte \(place - range.lowerBound + 1) is NUL, which SQL cannot hold",
          note: "the line was not run", status: .badInput))
    }
    do throws(UTF8.ValidationError) {
      let text = try UTF8Span(validating: bytes.span)
      return .line(String(copying: text))
    } catch {
      let place = bytes.startIndex - range.lowerBound + error.byteOffsets.lowerBound + 1
      return .refused(
        Message(
          "byte \(place) is not UTF-8", note: "the line was not run",
          status: .badInput))
    }
  }
}
