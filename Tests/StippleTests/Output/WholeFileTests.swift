import Foundation
import Testing

@testable import stipple

/// Files that are there whole or not at all.
@Suite struct WholeFileTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("whole-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test func `it is written whole, 0600, in the place of an older one`() throws {
    try inFolder { (folder: URL) throws in
      let file = folder.appendingPathComponent("report.html").path
      for size in [0, 1, 200_000] {
        let bytes = [UInt8](repeating: 0x61, count: size)
        try WholeFile.write(bytes, to: file, protecting: "/nowhere")
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(bytes))
      }
      let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
      #expect(mode as? Int == 0o600)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
    }
  }

  @Test func `a folder is no file, however it is spelt`() throws {
    try inFolder { (folder: URL) throws in
      let error = #expect(throws: Message.self) {
        try WholeFile.write([1], to: folder.path + "/", protecting: "/nowhere")
      }
      #expect(error?.status == .notAllowed)
      let same = #expect(throws: Message.self) {
        try WholeFile.write([1], to: folder.path, protecting: "/nowhere")
      }
      #expect(same?.status == .notAllowed)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test func `what has another name too is not replaced`() throws {
    try inFolder { (folder: URL) throws in
      let file = folder.appendingPathComponent("one")
      try Data("kept".utf8).write(to: file)
      try FileManager.default.linkItem(at: file, to: folder.appendingPathComponent("two"))
      let error = #expect(throws: Message.self) {
        try WholeFile.write([1], to: file.path, protecting: "/nowhere")
      }
      #expect(error?.status == .notAllowed)
      #expect(try String(contentsOf: file, encoding: .utf8) == "kept")
    }
  }

  @Test func `where no file can be made, it is said`() throws {
    let error = #expect(throws: Message.self) {
      try WholeFile.write([1], to: "/proc/self/report.html", protecting: "/nowhere")
    }
    #expect(error?.error.hasPrefix("cannot write /proc/self/report.html: ") == true)
  }
}
