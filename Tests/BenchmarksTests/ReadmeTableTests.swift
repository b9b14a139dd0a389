import Foundation
import Testing

@testable import Benchmarks

/// The figures that the README tells.
struct ReadmeTableTests {
  @Test func `the README shows the baseline's figures as they are`() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let baseline = try Baseline.read(root + "/Tools/Benchmarks/baseline.json")
    let run = try #require(baseline.runs[ReadmeTable.size])
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    #expect(try ReadmeTable.readme(readme, with: run) == readme)
  }
}
