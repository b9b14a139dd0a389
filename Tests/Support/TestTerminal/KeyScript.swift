/// Keys as they are written in tests: `ab<left><C-a><A-f>`, and the bytes that a terminal sends.
enum KeyScript {
  static let named: [String: String] = [
    "up": "\u{1B}[A", "down": "\u{1B}[B", "right": "\u{1B}[C", "left": "\u{1B}[D",
    "home": "\u{1B}[H", "end": "\u{1B}[F", "del": "\u{1B}[3~", "pgup": "\u{1B}[5~",
    "pgdn": "\u{1B}[6~", "tab": "\t", "s-tab": "\u{1B}[Z", "enter": "\r", "a-enter": "\u{1B}\r",
    "bs": "\u{7F}", "a-bs": "\u{1B}\u{7F}", "c-left": "\u{1B}[1;5D", "c-right": "\u{1B}[1;5C",
    "c-home": "\u{1B}[1;5H", "c-end": "\u{1B}[1;5F", "lt": "<", "esc": "\u{1B}",
  ]

  /// The bytes of a script, in the parts between which time passes: a lone ESC ends one.
  static func parts(_ script: String) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var rest = script[...]
    while let character = rest.popFirst() {
      guard character == "<", let end = rest.firstIndex(of: ">") else {
        parts[parts.count - 1] += Array(String(character).utf8)
        continue
      }
      let name = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
      parts[parts.count - 1] += bytes(named: name)
      if name == "esc" { parts.append([]) }
    }
    return parts
  }

  private static func bytes(named name: String) -> [UInt8] {
    if let text = named[name] { return Array(text.utf8) }
    let scalar = name.unicodeScalars.last!
    if name.hasPrefix("C-") { return [UInt8(scalar.value) & 0x1F] }
    if name.hasPrefix("A-") { return [0x1B] + Array(String(scalar).utf8) }
    preconditionFailure("no key is called \(name)")
  }

  /// A paste as a terminal brackets it.
  static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
}
