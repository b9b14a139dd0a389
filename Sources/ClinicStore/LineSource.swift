import Glibc

/// The lines of a file or of standard input, read in pieces; a line longer than the limit is told,
/// not held.
public final class LineSource {
  /// A line's bytes without its end, or that it was too long to read.
  public enum Line: Sendable {
    /// The line, as it was.
    case bytes([UInt8])
    /// More than ``EventLine/maximumBytes``; how many bytes there were.
    case tooLong(Int)
  }

  private let descriptor: Int32
  private let closes: Bool
  private var buffer: [UInt8] = []
  private var next = 0
  private var isAtEnd = false
  /// The number of the line last read, from 1.
  public private(set) var number = 0

  /// The lines of the file at `path`; `-` is standard input.
  public init(path: String) throws(StoreError) {
    guard path != "-" else {
      descriptor = STDIN_FILENO
      closes = false
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    closes = true
    guard descriptor >= 0 else {
      let code = errno
      throw StoreError(
        code == EACCES ? .notAllowed : code == ENOENT ? .badInput : .io,
        "the file cannot be read: \(String(cString: strerror(code)))",
        note: "nothing was recorded")
    }
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// The next line, or nil at the end.
  ///
  /// A last line without an end is a line too.
  public func nextLine() throws(StoreError) -> Line? {
    var line: [UInt8] = []
    var count = 0
    while true {
      if next == buffer.count {
        try fill()
        if isAtEnd {
          guard count > 0 else { return nil }
          break
        }
      }
      let end = buffer[next...].firstIndex(of: UInt8(ascii: "\n"))
      let piece = buffer[next..<(end ?? buffer.count)]
      count += piece.count
      if count <= EventLine.maximumBytes { line += piece }
      next = end.map { $0 + 1 } ?? buffer.count
      if end != nil { break }
    }
    number += 1
    guard count <= EventLine.maximumBytes else { return .tooLong(count) }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return .bytes(line)
  }

  private func fill() throws(StoreError) {
    buffer = [UInt8](unsafeUninitializedCapacity: 1 << 16) { bytes, count in
      var got = read(descriptor, bytes.baseAddress, bytes.count)
      while got < 0 && errno == EINTR { got = read(descriptor, bytes.baseAddress, bytes.count) }
      count = max(got, 0)
      if got < 0 { isAtEnd = true }
    }
    next = 0
    if buffer.isEmpty { isAtEnd = true }
  }
}
