/// A statement while it is written: graphemes and a cursor between two of them.
///
/// `characters` are always those of the whole text: where an edit makes neighbours one grapheme (an accent
/// typed after its letter), they become one, and the cursor goes behind it. Lines end in LF alone.
struct EditedText: Equatable, Sendable {
  private(set) var characters: [Character] = []

  /// How many characters stand before the cursor.
  private(set) var cursor = 0

  init() {}

  /// The text with the cursor at its end.
  init(_ text: String) { replace(0..<0, with: text) }

  var isEmpty: Bool { characters.isEmpty }

  var string: String { String(characters) }

  /// Moves the cursor, as far as there is text.
  mutating func moveCursor(to index: Int) { cursor = min(max(0, index), characters.count) }

  /// Puts text in the place of a range, and the cursor behind it.
  mutating func replace(_ range: Range<Int>, with text: String) {
    let new = Array(Self.withUnixLineEnds(text))
    if isAlone(range, new) {
      characters.replaceSubrange(range, with: new)
      cursor = range.lowerBound + new.count
      return
    }
    // Graphemes never reach over a LF, so only the lines at hand are divided again.
    let start = lineStart(range.lowerBound)
    let end = lineEnd(range.upperBound)
    let before = String(characters[start..<range.lowerBound]) + String(new)
    let scalarsBefore = before.unicodeScalars.count
    let line = Array(before + String(characters[range.upperBound..<end]))
    var scalars = 0
    var place = 0
    while place < line.count, scalars < scalarsBefore {
      scalars += line[place].unicodeScalars.count
      place += 1
    }
    characters.replaceSubrange(start..<end, with: line)
    cursor = start + place
  }

  /// Whether nothing of a new text can become one grapheme with what is beside it.
  private func isAlone(_ range: Range<Int>, _ new: [Character]) -> Bool {
    func isPlain(_ character: Character?) -> Bool { character.map { $0.isASCII } ?? true }
    let before = range.lowerBound > 0 ? characters[range.lowerBound - 1] : nil
    let after = range.upperBound < characters.count ? characters[range.upperBound] : nil
    // An ASCII character other than CR, of which there is none, joins only with what is not ASCII.
    return isPlain(before) && isPlain(after) && isPlain(new.first) && isPlain(new.last)
  }

  private static func withUnixLineEnds(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var isAfterReturn = false
    for byte in text.utf8 {
      if byte != 0x0A || !isAfterReturn { bytes.append(byte == 0x0D ? 0x0A : byte) }
      isAfterReturn = byte == 0x0D
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

// MARK: Lines and words

extension EditedText {
  /// Where the line of a place begins.
  func lineStart(_ index: Int) -> Int {
    characters[..<index].lastIndex(of: "\n").map { $0 + 1 } ?? 0
  }

  /// Where the line of a place ends: at its LF or at the end of the text.
  func lineEnd(_ index: Int) -> Int {
    characters[index...].firstIndex(of: "\n") ?? characters.count
  }

  /// Where the next word ends: letters, digits, `_`.
  func wordEnd(after index: Int) -> Int {
    var end = index
    while end < characters.count, !Self.isWord(characters[end]) { end += 1 }
    while end < characters.count, Self.isWord(characters[end]) { end += 1 }
    return end
  }

  /// Where the word before a place begins.
  func wordStart(before index: Int, _ isWord: (Character) -> Bool = EditedText.isWord) -> Int {
    var start = index
    while start > 0, !isWord(characters[start - 1]) { start -= 1 }
    while start > 0, isWord(characters[start - 1]) { start -= 1 }
    return start
  }

  static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }
}

// MARK: Offsets in UTF-8

extension EditedText {
  /// The bytes of UTF-8 before a character.
  func offset(of index: Int) -> Int {
    characters[..<index].reduce(0) { $0 + $1.utf8.count }
  }

  /// The range of characters that a range of bytes is; nil if it is none of whole characters.
  func characterRange(_ offsets: Range<Int>) -> Range<Int>? {
    guard let lower = index(at: offsets.lowerBound), let upper = index(at: offsets.upperBound)
    else { return nil }
    return lower..<upper
  }

  private func index(at offset: Int) -> Int? {
    var bytes = 0
    for (index, character) in characters.enumerated() {
      if bytes >= offset { return bytes == offset ? index : nil }
      bytes += character.utf8.count
    }
    return bytes == offset ? characters.count : nil
  }
}
