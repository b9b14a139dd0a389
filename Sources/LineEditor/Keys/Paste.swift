/// A bracketed paste while it comes: text up to `ESC [ 201 ~`, whatever it holds.
struct Paste {
  private static let ending: [UInt8] = [0x1B] + Array("[201~".utf8)

  private var bytes: [UInt8] = []
  private var isOversized = false

  /// Whether its bytes have paused.
  var isIdle = false

  /// Takes a byte; true if it was the last.
  mutating func take(_ byte: UInt8) -> Bool {
    isIdle = false
    bytes.append(byte)
    if byte == Self.ending.last, bytes.suffix(Self.ending.count).elementsEqual(Self.ending) {
      bytes.removeLast(Self.ending.count)
      return true
    }
    if bytes.count > KeyDecoder.longestPaste + Self.ending.count {
      isOversized = true
      bytes.removeFirst(bytes.count - Self.ending.count)
    }
    return false
  }

  /// The key that the paste is, once it is whole.
  ///
  /// Line ends become LF. NUL, which no statement can hold, becomes U+FFFD as ill-formed bytes do. Other
  /// controls stay: they are text here, shown and never sent.
  var key: Key {
    guard !isOversized, bytes.count <= KeyDecoder.longestPaste else { return Key(.oversizedPaste) }
    var text = ""
    var isAfterReturn = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\r": text.unicodeScalars.append("\n")
      case "\n": if !isAfterReturn { text.unicodeScalars.append("\n") }
      case "\0": text.unicodeScalars.append("\u{FFFD}")
      default: text.unicodeScalars.append(scalar)
      }
      isAfterReturn = scalar == "\r"
    }
    return Key(.paste(text))
  }
}
