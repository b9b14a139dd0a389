import Foundation

/// A peer in a process of its own: it is told what to do in a line, does it, and answers in a line:
/// `ok`, with the nanoseconds it took and whatever else it has to say, or `error` and why.
final class PeerProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()
  let name: String

  init(_ name: String, _ program: String, _ arguments: [String] = []) throws {
    self.name = name
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Refusal("\(name): there is no \(program)")
    }
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// The nanoseconds that it says it took.
  @discardableResult
  func ask(_ line: String) throws -> Double {
    guard let first = try answer(line).first.flatMap(Double.init) else {
      throw Refusal("\(name): no time in the answer to \(line)")
    }
    return first
  }

  /// The words of its answer after `ok`.
  @discardableResult
  func answer(_ line: String) throws -> [String] {
    try tell(line)
    return try heard()
  }

  /// Says a line and does not wait.
  func tell(_ line: String) throws {
    try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
  }

  /// The words of the next answer after `ok`.
  func heard() throws -> [String] {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let text = String(decoding: unread[..<end], as: UTF8.self)
        unread = Data(unread[unread.index(after: end)...])
        let words = text.split(separator: " ").map(String.init)
        guard words.first == "ok" else { throw Refusal("\(name): \(text)") }
        return Array(words.dropFirst())
      }
      let piece = output.fileHandleForReading.availableData
      guard !piece.isEmpty else { throw Refusal("\(name) ended without an answer") }
      unread += piece
    }
  }
}
