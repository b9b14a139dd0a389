import Glibc

/// Short words in one block of bytes, found by their UTF-8 without making a `String`.
final class WordTable: Sendable {
  private let bytes: [UInt8]
  private let ends: [Int]
  /// What each begins with, as one number: most words that are not meant differ there.
  private let leads: [UInt64]

  init(_ words: [String]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for word in words {
      bytes.append(contentsOf: word.utf8)
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
    leads = words.map { word in
      var word = word
      return word.withUTF8 { Self.lead(UnsafeRawBufferPointer($0)) }
    }
  }

  /// The first eight bytes, with zeros behind the last of fewer.
  @inline(__always)
  private static func lead(_ word: UnsafeRawBufferPointer) -> UInt64 {
    let count = word.count
    // Two that overlap, where one would read too far.
    func both<Half: FixedWidthInteger & BitwiseCopyable>(_: Half.Type) -> UInt64 {
      let last = count - MemoryLayout<Half>.size
      return UInt64(truncatingIfNeeded: word.loadUnaligned(as: Half.self).littleEndian)
        | UInt64(
          truncatingIfNeeded: word.loadUnaligned(fromByteOffset: last, as: Half.self).littleEndian)
        << UInt64(8 * last)
    }
    return switch count {
    case 0: 0
    case 1: UInt64(word[0])
    case 2...3: both(UInt16.self)
    case 4...7: both(UInt32.self)
    default: word.loadUnaligned(as: UInt64.self).littleEndian
    }
  }

  /// The place of a word, or nil; looks from `expected` on first, since most objects come in order.
  func index(of word: UnsafeRawBufferPointer, expecting expected: Int = 0) -> Int? {
    let lead = Self.lead(word)
    return leads.withUnsafeBufferPointer { leads in
      let expected = min(max(expected, 0), leads.count)
      for index in expected..<leads.count where leads[index] == lead && isWord(index, word) {
        return index
      }
      for index in 0..<expected where leads[index] == lead && isWord(index, word) { return index }
      return nil
    }
  }

  /// Whether a word that begins as another does is that one.
  @inline(__always)
  private func isWord(_ index: Int, _ word: UnsafeRawBufferPointer) -> Bool {
    let start = index == 0 ? 0 : ends[index - 1]
    guard ends[index] - start == word.count else { return false }
    if word.count <= 8 { return true }
    return bytes.withUnsafeBytes { memcmp($0.baseAddress! + start, word.baseAddress!, word.count) }
      == 0
  }

  /// Appends a word's bytes; the place must exist.
  func append(_ index: Int, to other: inout [UInt8]) {
    let start = index == 0 ? 0 : ends[index - 1]
    bytes.withUnsafeBytes { all in
      other.append(contentsOf: UnsafeRawBufferPointer(rebasing: all[start..<ends[index]]))
    }
  }
}
