import Foundation
import Testing

/// A pipe that bytes are fed into, all at once or one by one.
final class InputPipe {
  let readEnd: Int32
  private let writer: Thread

  /// Feeds the bytes, so many at a time, and closes its end.
  init(_ bytes: [UInt8], chunk: Int = 4096) throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    readEnd = ends[0]
    let writeEnd = ends[1]
    writer = Thread {
      signal(SIGPIPE, SIG_IGN)
      for start in stride(from: 0, to: bytes.count, by: chunk) {
        let part = Array(bytes[start..<min(start + chunk, bytes.count)])
        var written = 0
        while written < part.count {
          let count = part[written...].withUnsafeBytes { write(writeEnd, $0.baseAddress, $0.count) }
          if count <= 0 { break }
          written += count
        }
      }
      close(writeEnd)
    }
    writer.start()
  }

  deinit { close(readEnd) }
}
