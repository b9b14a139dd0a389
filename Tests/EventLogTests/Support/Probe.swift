import Foundation
import Glibc
import TestProcesses

/// A run of the `LogProbe` executable.
final class Probe {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private let errors = Pipe()

  init(_ arguments: [String]) throws {
    process.executableURL = URL(fileURLWithPath: try BuiltProgram.path("LogProbe"))
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
  }

  /// What it wrote, line by line, once it has ended well.
  func lines() throws -> [String] {
    try input.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      throw Failure(description: String(decoding: complaint, as: UTF8.self))
    }
    return text.split(separator: "\n").map(String.init)
  }

  /// Its next bytes, when it has written some.
  func next() -> String {
    String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
  }

  /// A thread of the test runner's may have SIGTERM blocked, which a child inherits.
  func kill() {
    _ = Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }
}
