import Glibc

/// The lines of a file or of standard input, read in pieces; a line longer than the limit is told,
/// not held.
public final class LineSource {
  /// A line's bytes without its end, or that it was too long to read.
  public enum Line: Sendable {
    /// The line, as it was.
    case bytes(ArraySlice<UInt8>)
    /// More than ``EventLine/maximumBytes``; how many bytes there were.
    case tooLong(Int)
  }

  private let descriptor: Int32
  private let closes: Bool
  /// Where it begins in its file; nil for what cannot be read twice, such as a pipe.
  private let start: Int?
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
      start = Self.place(in: descriptor)
      return
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    closes = true
    guard descriptor >= 0 else {
      let code = errno
      throw StoreError(
        code == EACCES ? .notAllowed : code == ENOENT ? .badInput : .io,
        "cannot read \(path): \(String(cString: strerror(code)))",
        note: "nothing was recorded")
    }
    start = Self.place(in: descriptor)
  }

  /// What is in an open file, which is closed with the source.
  private init(owning descriptor: Int32) {
    self.descriptor = descriptor
    closes = true
    start = 0
  }

  deinit {
    if closes { close(descriptor) }
  }

  /// How many bytes it has in all; nil for what is no file, such as a pipe.
  var byteCount: Int? {
    var status = stat()
    guard let start, fstat(descriptor, &status) == 0 else { return nil }
    return max(Int(status.st_size) - start, 0)
  }

  private static func place(in descriptor: Int32) -> Int? {
    let place = lseek(descriptor, 0, SEEK_CUR)
    return place < 0 ? nil : Int(place)
  }

  /// The next line, or nil at the end.
  ///
  /// A last line without an end is a line too. One that lies whole in what was read at once is not
  /// copied.
  public func nextLine() throws(StoreError) -> Line? {
    var line: ArraySlice<UInt8> = []
    var count = 0
    while true {
      if next == buffer.count {
        try fill()
        if isAtEnd {
          guard count > 0 else { return nil }
          break
        }
      }
      let end = lineEnd()
      let piece = buffer[next..<(end ?? buffer.count)]
      count += piece.count
      if count <= EventLine.maximumBytes { line = line.isEmpty ? piece : line + piece }
      next = end.map { $0 + 1 } ?? buffer.count
      if end != nil { break }
    }
    number += 1
    guard count <= EventLine.maximumBytes else { return .tooLong(count) }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    // RFC 8259 §8.1: a parser may pass over a byte order mark.
    if number == 1, line.starts(with: Self.byteOrderMark) {
      line.removeFirst(Self.byteOrderMark.count)
    }
    return .bytes(line)
  }

  /// Where the line that is next ends in the buffer (`memchr`); nil if not in it.
  private func lineEnd() -> Int? {
    buffer.withUnsafeBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[next...])
      guard let start = rest.baseAddress,
        let found = memchr(start, Int32(UInt8(ascii: "\n")), rest.count)
      else { return nil }
      return next + (UnsafeRawPointer(found) - start)
    }
  }

  private func fill() throws(StoreError) {
    var failure: Int32?
    buffer = [UInt8](unsafeUninitializedCapacity: 1 << 16) { bytes, count in
      var got = read(descriptor, bytes.baseAddress, bytes.count)
      while got < 0 && errno == EINTR { got = read(descriptor, bytes.baseAddress, bytes.count) }
      count = max(got, 0)
      if got < 0 { failure = errno }
    }
    next = 0
    // A file that cannot be read on has not ended.
    if let failure { throw Self.unreadable(failure) }
    if buffer.isEmpty { isAtEnd = true }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func unreadable(_ code: Int32) -> StoreError {
    StoreError(
      code == EISDIR ? .badInput : .io,
      "the file cannot be read: \(String(cString: strerror(code)))")
  }
}

// The same source as bytes, for a file that is not of lines, and read again from its beginning.

extension LineSource {
  /// Whether what is left begins with these bytes; nothing is taken.
  func begins(with bytes: [UInt8]) throws(StoreError) -> Bool {
    while buffer.count - next < bytes.count {
      let rest = Array(buffer[next...])
      try fill()
      let isEnd = buffer.isEmpty
      buffer = rest + buffer
      if isEnd {
        isAtEnd = buffer.isEmpty
        break
      }
    }
    return buffer[next...].starts(with: bytes)
  }

  /// The next bytes, as many as asked for, or as there are left.
  func take(_ count: Int) throws(StoreError) -> [UInt8] {
    if buffer.count - next >= count {
      defer { next += count }
      return Array(buffer[next..<next + count])
    }
    var bytes: [UInt8] = []
    while bytes.count < count {
      if next == buffer.count {
        try fill()
        if isAtEnd { break }
      }
      let piece = buffer[next..<min(buffer.count, next + count - bytes.count)]
      bytes += piece
      next += piece.count
    }
    return bytes
  }

  /// Goes back to its beginning.
  func rewind() throws(StoreError) {
    guard let start, lseek(descriptor, off_t(start), SEEK_SET) == off_t(start) else {
      throw StoreError(.io, "the file cannot be read twice")
    }
    (buffer, next, isAtEnd, number) = ([], 0, false, 0)
  }

  /// A source of the same bytes that can be read twice: itself, or a file without a name that has them.
  ///
  /// - Parameter folder: where there is room for such a file.
  func rereadable(in folder: String) throws(StoreError) -> LineSource {
    if start != nil { return self }
    let descriptor = open(folder, O_RDWR | Self.unnamed | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(
        .io,
        "what comes through a pipe cannot be kept meanwhile: "
          + String(cString: strerror(errno)), hint: "give a file")
    }
    let kept = LineSource(owning: descriptor)
    while true {
      let bytes = try take(1 << 20)
      if bytes.isEmpty { break }
      var done = 0
      while done < bytes.count {
        let count = bytes[done...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count >= 0 || errno == EINTR else {
          throw StoreError(
            .io,
            "what comes through a pipe cannot be kept meanwhile: "
              + String(cString: strerror(errno)), hint: "give a file")
        }
        done += max(count, 0)
      }
    }
    try kept.rewind()
    return kept
  }

  /// `O_TMPFILE` of open(2): 0o20000000 with `O_DIRECTORY`.
  private static var unnamed: Int32 { 0o20000000 | O_DIRECTORY }
}
