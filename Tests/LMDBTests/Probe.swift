import Foundation
import TestProcesses

/// A child process that runs `LMDBProbe`.
final class Probe {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts it with a command and its words.
  init(_ words: String...) throws {
    process.executableURL = URL(fileURLWithPath: try BuiltProgram.path("LMDBProbe"))
    process.arguments = words
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  var pid: Int32 { process.processIdentifier }

  /// The next line that it says.
  func line() -> String {
    var bytes: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Lets it end, and returns all that it still says.
  @discardableResult
  func finish() -> [String] {
    try? input.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Kills it where it stands.
  func kill() {
    Foundation.kill(pid, SIGKILL)
    process.waitUntilExit()
  }

  /// Runs to the end, and returns all that it says.
  static func run(_ words: String...) throws -> [String] {
    try ChildProcess.run(BuiltProgram.path("LMDBProbe"), words).output
      .split(separator: "\n").map(String.init)
  }
}
