/// What a person did at the keyboard, as the terminal's bytes tell it.
struct Key: Hashable, Sendable {
  enum Code: Hashable, Sendable {
    /// One scalar of what is typed: a grapheme of several comes as several keys.
    case scalar(Unicode.Scalar)
    case enter, tab, backspace, escape
    case up, down, left, right
    case home, end, pageUp, pageDown, insert, delete
    /// F1 and on.
    case function(Int)
    /// A bracketed paste, whole; its lines end in LF.
    case paste(String)
    /// A paste over `KeyDecoder.longestPaste`, of which nothing is kept.
    case oversizedPaste
  }

  struct Modifiers: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let shift = Modifiers(rawValue: 1)
    static let alt = Modifiers(rawValue: 2)
    static let control = Modifiers(rawValue: 4)
  }

  var code: Code
  var modifiers: Modifiers

  init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }

  /// A letter or sign with Ctrl; letters in lower case.
  static func control(_ scalar: Unicode.Scalar) -> Key { Key(.scalar(scalar), .control) }

  /// A letter or sign with Alt.
  static func alt(_ scalar: Unicode.Scalar) -> Key { Key(.scalar(scalar), .alt) }

  /// What a byte below 0x80 means by itself; ESC never does.
  init(ascii byte: UInt8, _ modifiers: Modifiers = []) {
    switch byte {
    // Enter is CR; LF is what Enter was when it was typed before the terminal was raw.
    case 0x0A, 0x0D: self.init(.enter, modifiers)
    case 0x09: self.init(.tab, modifiers)
    case 0x08, 0x7F: self.init(.backspace, modifiers)
    case 0x01...0x1A:
      self.init(.scalar(Unicode.Scalar(byte + 0x60)), modifiers.union(.control))
    case 0x00, 0x1B...0x1F:
      self.init(.scalar(Unicode.Scalar(byte + 0x40)), modifiers.union(.control))
    default: self.init(.scalar(Unicode.Scalar(byte)), modifiers)
    }
  }
}
