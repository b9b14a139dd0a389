/// Names in Swift, made from names in the schemas.
enum SwiftName {
  /// True for `a-z`, then `a-z 0-9 _`.
  static func isSchemaName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "_"), !isDigit(first) else {
      return false
    }
    return name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || isLowerLetterOrDigit($0) }
  }

  /// True for letters, digits, `_` and `-`, not empty.
  static func isWord(_ word: String) -> Bool {
    !word.isEmpty
      && word.utf8.allSatisfy {
        $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || isLetterOrDigit($0)
      }
  }

  static func isLowerLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isLowerLetterOrDigit(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// An `x-type`: a capital, then letters and digits.
  static func type(_ node: SchemaNode) throws -> String {
    let name = try node.text()
    guard let first = name.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first),
      name.utf8.allSatisfy(isLetterOrDigit)
    else { throw node.refuse("a Swift type's name is expected") }
    return name
  }

  /// `depth_mm` → `depthMm`, `serum-applied` → `serumApplied`, without backticks.
  static func camel(_ name: String) -> String {
    let parts = name.split { $0 == "_" || $0 == "-" }
    guard let first = parts.first else { return name }
    return parts.dropFirst().reduce(first.lowercased()) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }

  /// A property's name, in backticks where Swift needs them.
  static func property(_ name: String) -> String {
    quoted(camel(name))
  }

  /// A word's case; Optional owns `none` and `some`, and a digit cannot come first.
  static func enumCase(_ word: String) -> String {
    switch word {
    case "none": return "nothing"
    case "some": return "something"
    default: break
    }
    let name = camel(word)
    if taken.contains(name) { return name + "_" }
    if let first = name.utf8.first, isDigit(first) { return "_" + name }
    return quoted(name)
  }

  /// `session` → `SessionEvent`.
  static func streamEvent(_ stream: String) -> String {
    let name = camel(stream)
    return name.prefix(1).uppercased() + name.dropFirst() + "Event"
  }

  /// `adverse_event` → `an adverse event`, for documentation.
  static func phrase(_ kind: String) -> String {
    if kind == "staff" { return "a member of staff" }
    let words = kind.split(separator: "_").joined(separator: " ")
    return (words.first.map("aeiou".contains) == true ? "an " : "a ") + words
  }

  /// Members that every vocabulary has.
  private static let taken: Set<String> = [
    "allCases", "names", "type", "init", "self", "Type", "Protocol",
  ]

  private static func quoted(_ name: String) -> String {
    keywords.contains(name) ? "`\(name)`" : name
  }

  private static let keywords: Set<String> = [
    "actor", "any", "as", "associatedtype", "break", "case", "catch", "class", "continue",
    "default", "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false",
    "fileprivate", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is",
    "let", "nil", "operator", "package", "precedencegroup", "private", "protocol", "public",
    "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch",
    "throw", "throws", "true", "try", "typealias", "var", "where", "while",
  ]
}
