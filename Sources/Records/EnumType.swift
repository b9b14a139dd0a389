/// A closed list of words; a word's code is its place in the list, which only ever grows at its end.
public struct EnumType: Sendable {
  /// The name in the schemas, `zone`.
  public let name: String
  /// Every word, in the order of the codes from 0.
  public let words: [String]
  let table: WordTable

  /// A list of at most 256 words; their order is their code for ever.
  public init(name: String, words: [String]) {
    assert(words.count <= 256, "a code is one byte")
    self.name = name
    self.words = words
    table = WordTable(words)
  }

  /// The word of a code, or nil for a code that a newer schema may know.
  public func word(_ code: Int64) -> String? {
    code >= 0 && code < Int64(words.count) ? words[Int(code)] : nil
  }

  /// The code of a word, or nil.
  public func code(_ word: String) -> Int64? {
    var copy = word
    return copy.withUTF8 { table.index(of: UnsafeRawBufferPointer($0)) }.map { Int64($0) }
  }

  /// The code of a word given as its UTF-8, or nil.
  public func code(utf8 word: RawSpan) -> Int64? {
    word.withUnsafeBytes { table.index(of: $0) }.map { Int64($0) }
  }
}

/// An enumeration generated from the schemas: its raw value is the stored code.
public protocol Vocabulary: RawRepresentable<UInt8>, CaseIterable, Sendable, Hashable {
  /// Every word, in the order of the codes.
  static var names: [String] { get }
  /// The same list as a descriptor.
  static var type: EnumType { get }
}

extension Vocabulary {
  /// The case of a word as the schemas write it, or nil.
  @inlinable
  public init?(name: some StringProtocol) {
    guard let code = Self.type.code(String(name)) else { return nil }
    self.init(code: code)
  }

  /// The case of a word given as its UTF-8, or nil.
  @inlinable
  public init?(utf8 word: RawSpan) {
    guard let code = Self.type.code(utf8: word) else { return nil }
    self.init(code: code)
  }

  /// The case of a stored code, or nil for a code that a newer schema may know.
  @inlinable
  public init?(code: Int64) {
    guard let raw = UInt8(exactly: code) else { return nil }
    self.init(rawValue: raw)
  }

  /// The word as the schemas write it.
  public var name: String { Self.names[Int(rawValue)] }
}
