import Glibc

/// The system's words for an `errno`, with its name's case lowered to fit into a sentence.
func systemError(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
  let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  let text = String(decoding: bytes, as: UTF8.self)
  return text.prefix(1).lowercased() + text.dropFirst()
}

/// Calls until it is not interrupted by a signal (EINTR); -1 with `errno` set means another failure.
func retryingInterrupted(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

/// Reads an open file to its end, or until there is more than `limit` (`read`); nil where it cannot be
/// read, as `errno` says.
func readToEnd(_ file: Int32, limit: Int) -> [UInt8]? {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while bytes.count <= limit {
    let count = retryingInterrupted { read(file, &chunk, chunk.count) }
    if count < 0 { return nil }
    if count == 0 { break }
    bytes += chunk[..<count]
  }
  return bytes
}
