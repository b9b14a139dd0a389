/// Takes a text apart line by line, as the C2SP formats have it: each line ends in U+000A.
struct TextLines {
  private static let newline = UInt8(ascii: "\n")
  private var left: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { left = bytes }

  /// The next line without its end; nil if nothing is left, or no newline ends what is.
  mutating func next() -> ArraySlice<UInt8>? {
    guard let end = left.firstIndex(of: Self.newline) else { return nil }
    let line = left[..<end]
    left = left[(end + 1)...]
    return line
  }

  /// All that has not been taken.
  var rest: ArraySlice<UInt8> { left }
}

extension ArraySlice<UInt8> {
  /// What follows a word and one space; nil if the line begins otherwise.
  func after(word: String) -> ArraySlice<UInt8>? {
    let prefix = Array((word + " ").utf8)
    return starts(with: prefix) ? dropFirst(prefix.count) : nil
  }

  /// A whole number in decimal, without leading zeros, as far as a tree's size may go.
  var decimal: UInt64? {
    guard let first, count == 1 || first != UInt8(ascii: "0") else { return nil }
    var number: UInt64 = 0
    for digit in self {
      guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      guard !isTooLarge, tens <= UInt64.max - 9 else { return nil }
      number = tens + UInt64(digit - UInt8(ascii: "0"))
    }
    return number <= Checkpoint.sizeLimit ? number : nil
  }

  /// The text of these bytes; nil if they are not UTF-8, or hold a control character of ASCII below
  /// U+0020 other than the newline.
  var plainText: String? {
    guard allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\n") }) else { return nil }
    return String(validating: self, as: UTF8.self)
  }

  /// One hash a line up to an empty line, which is taken too; nil if a line is none, if there are more
  /// than 63, or if no empty line ends them.
  static func hashes(from lines: inout TextLines) -> [Hash]? {
    var hashes: [Hash] = []
    while let line = lines.next() {
      if line.isEmpty { return hashes }
      guard hashes.count < 63, let hash = Hash(base64: line) else { return nil }
      hashes.append(hash)
    }
    return nil
  }
}
