import Foundation
import FuzzTargets
import Testing

/// The inputs that are kept, through what the fuzzer runs them through: those of the corpora, which reach
/// every part of a target, and those that once found something.
@Suite(.serialized) struct CorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The files of a folder's folder for a target, in the order of their names.
  private static func inputs(_ kind: String, _ target: String) throws -> [URL] {
    let folder = folder.appendingPathComponent(kind).appendingPathComponent(target)
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `every input that is kept comes out well`(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let run = try target.make()
    let corpus = try Self.inputs("corpus", name)
    // What is not there is not tried.
    #expect(corpus.count >= 10 && corpus.count <= 120, "\(corpus.count) inputs for \(name)")
    for file in corpus + (try Self.inputs("found", name)) {
      let input = try Array(Data(contentsOf: file))
      #expect(input.count <= target.longest, "\(file.path) is too long to be run")
      do {
        try run(input)
      } catch {
        Issue.record("\(name) on \(file.lastPathComponent): \(error)")
      }
    }
  }

  @Test func `every folder of inputs is a target's`() throws {
    for kind in ["corpus", "found"] {
      let folders = try FileManager.default.contentsOfDirectory(
        atPath: Self.folder.appendingPathComponent(kind).path)
      #expect(Set(folders).isSubset(of: FuzzTarget.all.map(\.name)), "\(folders)")
    }
  }

  @Test func `the shares make a thousand, and every target has one`() {
    #expect(FuzzTarget.all.map(\.share).reduce(0, +) == 1_000)
    #expect(FuzzTarget.all.allSatisfy { $0.share > 0 })
  }

  /// The control: a broken promise is an error that a test sees.
  @Test func `a planted fault is found`() throws {
    let target = try #require(FuzzTarget.named("control-promise"))
    let run = try target.make()
    try run(Array("good".utf8))
    #expect(throws: Finding.self) { try run(Array("bad".utf8)) }
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `no input at all, and one of a single byte, come out well`(name: String) throws {
    let run = try #require(FuzzTarget.named(name)).make()
    try run([])
    for byte in UInt8.min...UInt8.max { try run([byte]) }
  }
}
