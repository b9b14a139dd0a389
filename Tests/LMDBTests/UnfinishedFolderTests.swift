import Foundation
import Glibc
import LMDB
import Testing

/// A folder that is there whole or not at all.
@Suite struct UnfinishedFolderTests {
  private struct Stop: Error {}

  private func names(_ scratch: Scratch) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted()
  }

  @Test func `it has its name only when it is finished`() throws {
    let scratch = Scratch()
    let part = try UnfinishedFolder(scratch.path("copy/"))
    try part.write("file") { write in
      try write([1, 2])
      try write([3])
    }
    #expect(try names(scratch) == ["copy.part"])
    #expect(try scratch.mode("copy.part") == 0o700)
    #expect(try scratch.mode("copy.part/file") == 0o600)
    try part.finish()
    #expect(try names(scratch) == ["copy"])
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: scratch.path("copy/file"))) == Data([1, 2, 3]))
  }

  @Test func `dropped, it is gone with all its files`() throws {
    let scratch = Scratch()
    do {
      let part = try UnfinishedFolder(scratch.path("copy"))
      try part.write("one") { try $0([1]) }
      #expect(throws: Stop.self) {
        try part.write("two") { write in
          try write([2])
          throw Stop()
        }
      }
    }
    #expect(try names(scratch).isEmpty)
  }

  @Test func `what is there is never replaced, but an empty folder where that may be`() throws {
    let scratch = Scratch()
    try scratch.write("file", [1])
    try FileManager.default.createDirectory(
      atPath: scratch.path("full/inner"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: scratch.path("empty"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link"), withDestinationPath: scratch.path("empty"))
    for name in ["file", "full", "empty", "link", ".", "..", ""] {
      #expect(
        failure { _ = try UnfinishedFolder(scratch.path(name)) }?.code == .fileExists, "\(name)")
    }
    for (name, code) in [
      ("file", LMDBError.Code.fileExists), ("full", .folderNotEmpty), ("link", .fileExists),
    ] {
      let error = failure { _ = try UnfinishedFolder(scratch.path(name), mayReplaceEmpty: true) }
      #expect(error?.code == code, "\(name)")
    }
    try UnfinishedFolder(scratch.path("empty"), mayReplaceEmpty: true).finish()
    #expect(try names(scratch) == ["empty", "file", "full", "link"])
  }

  @Test func `what has come to its place meanwhile stays`() throws {
    let scratch = Scratch()
    let part = try UnfinishedFolder(scratch.path("copy"))
    try FileManager.default.createDirectory(
      atPath: scratch.path("copy/inner"), withIntermediateDirectories: true)
    #expect(failure { try part.finish() } != nil)
    #expect(FileManager.default.fileExists(atPath: scratch.path("copy/inner")))
  }

  @Test func `one at a time`() throws {
    let scratch = Scratch()
    let part = try UnfinishedFolder(scratch.path("copy"))
    #expect(failure { _ = try UnfinishedFolder(scratch.path("copy")) }?.code == .unfinished)
    try part.finish()
    #expect(failure { _ = try UnfinishedFolder(scratch.path("copy")) }?.code == .fileExists)
  }
}
