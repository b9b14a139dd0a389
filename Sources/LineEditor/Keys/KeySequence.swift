/// What a whole control sequence means, in the spellings of xterm, rxvt, tmux, screen and the Linux
/// console (xterm's ctlseqs; rxvt's `~ ^ $ @` endings).
enum KeySequence: Equatable {
  case key(Key)
  case pasteBegins
  /// The old mouse report: three raw bytes follow.
  case mouseReport

  /// Reads what stands between `ESC [` or `ESC O` and the final byte; nil is a sequence that is not known.
  init?(parameters: [UInt8], final: UInt8, isAlt: Bool) {
    guard let numbers = Self.numbers(parameters) else { return nil }
    if final == UInt8(ascii: "M"), parameters.isEmpty {
      self = .mouseReport
      return
    }
    if final == UInt8(ascii: "~"), numbers.first == 200 {
      self = .pasteBegins
      return
    }
    guard var key = Self.key(numbers, final) else { return nil }
    if isAlt { key.modifiers.insert(.alt) }
    self = .key(key)
  }

  /// The key of `ESC O` and a byte: arrows in application mode, F1 to F4, the keypad.
  static func single(_ parameters: [UInt8], final: UInt8, isAlt: Bool) -> Key? {
    // The keypad in application mode spells its signs by letters: j is `*`, p is 0.
    let keypad = Array("*+,-./0123456789".utf8)
    var key: Key
    switch final {
    case UInt8(ascii: "M"): key = Key(.enter)
    case UInt8(ascii: "X"): key = Key(.scalar("="))
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      guard let arrow = code(letter: final - 0x20) else { return nil }
      key = Key(arrow, .control)
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      key = Key(ascii: keypad[Int(final - UInt8(ascii: "j"))])
    default:
      guard let numbers = numbers(parameters), let code = code(letter: final) else { return nil }
      key = Key(code, modifiers(numbers.last ?? 1))
    }
    if isAlt { key.modifiers.insert(.alt) }
    return key
  }

  /// Whether rxvt's `$`, which elsewhere begins the end of a sequence, ends this one.
  static func isEndedByDollar(_ parameters: [UInt8]) -> Bool {
    !parameters.isEmpty && parameters.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func key(_ numbers: [Int], _ final: UInt8) -> Key? {
    let first = numbers.first ?? 1
    let second = numbers.count > 1 ? numbers[1] : 1
    switch final {
    case UInt8(ascii: "~"):
      if first == 27, numbers.count == 3 { return key(scalar: numbers[2], modifiers(second)) }
      return code(number: first).map { Key($0, modifiers(second)) }
    case UInt8(ascii: "u"): return key(scalar: first, modifiers(second))
    case UInt8(ascii: "^"): return code(number: first).map { Key($0, .control) }
    case UInt8(ascii: "$"): return code(number: first).map { Key($0, .shift) }
    case UInt8(ascii: "@"): return code(number: first).map { Key($0, [.control, .shift]) }
    case UInt8(ascii: "Z"): return Key(.tab, .shift)
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      return code(letter: final - 0x20).map { Key($0, .shift) }
    default:
      // `CSI 24 ; 80 R` says where a cursor is, which nobody asked.
      guard numbers.count < 2 || first == 1 else { return nil }
      return code(letter: final).map { Key($0, modifiers(numbers.last ?? 1)) }
    }
  }

  private static func code(letter: UInt8) -> Key.Code? {
    switch letter {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(letter - UInt8(ascii: "P")) + 1)
    default: nil
    }
  }

  private static func code(number: Int) -> Key.Code? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    // Gaps at 16 and 22, and at 27 and 30, are as old as the VT220.
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// A key spelt by its scalar (`CSI 97 ; 5 u`, `CSI 27 ; 5 ; 97 ~`).
  private static func key(scalar number: Int, _ modifiers: Key.Modifiers) -> Key? {
    guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else { return nil }
    switch number {
    case 9: return Key(.tab, modifiers)
    case 13: return Key(.enter, modifiers)
    case 27: return Key(.escape, modifiers)
    case 8, 127: return Key(.backspace, modifiers)
    case 0..<0x20, 0x80..<0xA0: return nil
    default: break
    }
    if modifiers.contains(.control) {
      return Key(.scalar(folded(scalar, \.lowercaseMapping)), modifiers)
    }
    guard modifiers.contains(.shift) else { return Key(.scalar(scalar), modifiers) }
    return Key(.scalar(folded(scalar, \.uppercaseMapping)), modifiers.subtracting(.shift))
  }

  private static func folded(
    _ scalar: Unicode.Scalar, _ mapping: KeyPath<Unicode.Scalar.Properties, String>
  ) -> Unicode.Scalar {
    let mapped = scalar.properties[keyPath: mapping].unicodeScalars
    return mapped.count == 1 ? mapped.first ?? scalar : scalar
  }

  /// One more than a sum of 1 shift, 2 Alt, 4 Ctrl, 8 and 32 what some terminals call Meta.
  private static func modifiers(_ number: Int) -> Key.Modifiers {
    let bits = max(0, number - 1)
    var modifiers = Key.Modifiers(rawValue: UInt8(bits & 7))
    if bits & 40 != 0 { modifiers.insert(.alt) }
    return modifiers
  }

  /// Numbers between semicolons, one left out being 1; nil if anything else is among them.
  private static func numbers(_ parameters: [UInt8]) -> [Int]? {
    if parameters.isEmpty { return [] }
    var numbers: [Int] = []
    for part in parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
      guard part.count <= 7, part.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      numbers.append(part.isEmpty ? 1 : part.reduce(0) { $0 * 10 + Int($1 - 0x30) })
    }
    return numbers
  }
}
