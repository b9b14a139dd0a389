/// Short words in one block of bytes, found by their UTF-8 without making a `String`.
final class WordTable: Sendable {
  private let bytes: [UInt8]
  private let ends: [Int]

  init(_ words: [String]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for word in words {
      bytes.append(contentsOf: word.utf8)
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
  }

  /// The place of a word, or nil; looks from `expected` on first, since most objects come in order.
  func index(of word: UnsafeRawBufferPointer, expecting expected: Int = 0) -> Int? {
    bytes.withUnsafeBytes { all in
      ends.withUnsafeBufferPointer { ends in
        let expected = min(max(expected, 0), ends.count)
        for index in expected..<ends.count where isWord(index, word, all, ends) { return index }
        for index in 0..<expected where isWord(index, word, all, ends) { return index }
        return nil
      }
    }
  }

  @inline(__always)
  private func isWord(
    _ index: Int, _ word: UnsafeRawBufferPointer, _ all: UnsafeRawBufferPointer,
    _ ends: UnsafeBufferPointer<Int>
  ) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == word.count else { return false }
    for offset in 0..<word.count where all[start + offset] != word[offset] { return false }
    return true
  }

  /// Appends a word's bytes; the place must exist.
  func append(_ index: Int, to other: inout [UInt8]) {
    let start = index == 0 ? 0 : ends[index - 1]
    bytes.withUnsafeBytes { all in
      other.append(contentsOf: UnsafeRawBufferPointer(rebasing: all[start..<ends[index]]))
    }
  }
}
