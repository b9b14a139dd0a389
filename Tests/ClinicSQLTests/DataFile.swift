import Foundation
import Testing

/// A file of statements and what they answer.
///
/// It is in blocks: a statement, `----`, the answer, a blank line. `#` begins a line of comment.
/// With `STIPPLE_RECORD=1` in the environment the answers are written anew instead of compared.
struct DataFile {
  struct Block {
    var comments: [String]
    var statement: String
    var answer: String
  }

  private let url: URL
  private(set) var blocks: [Block]

  init(_ name: String, file: String = #filePath) throws {
    url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(
      "Data/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    blocks = text.components(separatedBy: "\n\n").compactMap { part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let comments = lines.filter { $0.hasPrefix("#") }
      let rest = lines.filter { !$0.hasPrefix("#") }
      guard rest.contains(where: { !$0.isEmpty }) else { return nil }
      let halves = rest.split(separator: "----", maxSplits: 1, omittingEmptySubsequences: false)
      return Block(
        comments: comments,
        statement: halves[0].filter { !$0.isEmpty }.joined(separator: "\n"),
        answer: halves.count > 1 ? halves[1].joined(separator: "\n").trimmed : "")
    }
  }

  /// Compares each block's answer, or records it.
  func check(_ answer: (String) throws -> String) throws {
    #expect(!blocks.isEmpty)
    guard ProcessInfo.processInfo.environment["STIPPLE_RECORD"] == "1" else {
      for block in blocks {
        let found = try answer(block.statement)
        #expect(found == block.answer, "\(block.statement)")
      }
      return
    }
    let text = try blocks.map { block in
      (block.comments + [block.statement, "----", try answer(block.statement)])
        .joined(separator: "\n")
    }
    try (text.joined(separator: "\n\n") + "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = self
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
