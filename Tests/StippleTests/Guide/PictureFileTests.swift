import Clinic
import Foundation
import Glibc
import TestProcesses
import Testing

@testable import stipple

/// A photo is named by the SHA-256 of its file, or by the file.
@Suite struct PictureFileTests {
  /// The SHA-256 of `abc`, as FIPS 180-2 gives it.
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  static func read(_ line: String) throws -> String {
    try AnswerReaderTests.read(line, PhotoTaken.eventType, "sha256")
  }

  @Test func `the path of a file stands for its SHA-256, quoted or not`() throws {
    try withScratchFolder { folder in
      let file = folder.appendingPathComponent("left cheek.jpg").path
      try Data("abc".utf8).write(to: URL(fileURLWithPath: file))
      for typed in [file, "'\(file)'", "\"\(file)\"", "  \(file) "] {
        #expect(try Self.read(typed) == "\"\(Self.abc)\"", "\(typed)")
      }
    }
  }

  @Test func `a file larger than what is read at once is hashed whole`() throws {
    try withScratchFolder { folder in
      let file = folder.appendingPathComponent("million.jpg")
      try Data(repeating: UInt8(ascii: "a"), count: 1_000_000).write(to: file)
      #expect(
        try Self.read(file.path)
          == "\"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0\"")
    }
  }

  @Test func `64 hex digits are taken as they are`() throws {
    #expect(try Self.read(Self.abc) == "\"\(Self.abc)\"")
  }

  /// A picture's name may tell whose it is.
  @Test func `what cannot be read is told without its name`() throws {
    try withScratchFolder { folder in
      let fifo = folder.appendingPathComponent("Marlowe.pipe").path
      #expect(mkfifo(fifo, 0o600) == 0)
      for (typed, says) in [
        (folder.path + "/Marlowe.jpg", "cannot read that file: no such file or directory"),
        (folder.path, "cannot read that file: it is no plain file"),
        (fifo, "cannot read that file: it is no plain file"),
        (String(Self.abc.dropLast()), "cannot read that file: no such file or directory"),
      ] {
        let problem = try AnswerReaderTests.problem(typed, PhotoTaken.eventType, "sha256")
        #expect(problem.message.error == "sha256: \(says)")
        #expect(problem.message.hint == "a file’s path, or 64 hex digits")
        #expect(problem.message.status == .badInput)
      }
    }
  }

  @Test func `a photo in a visit is recorded by its file's SHA-256`() throws {
    let clinic = try GuidedVisitTests.clinic()
    let file = try clinic.file("before.jpg", Data("abc".utf8))
    let outcome = try GuidedVisitTests.visit(
      clinic,
      GuidedVisitTests.open + GuidedVisitTests.check + GuidedVisitTests.cleanse
        + ["taken", "front", file, "no"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try clinic.ask("select sha256 from photos where session = 'S2'") == Self.abc)
  }
}
