/// Who a store is: what its `identity` file says.
public struct StoreIdentity: Hashable, Sendable {
  /// The store's UUID, 36 characters, lower case.
  public var store: String
  /// The number of the format of everything in the folder, from 1.
  public var format: Int

  /// A new store's identity, its UUID random (RFC 9562 version 4).
  public init(format: Int) {
    var generator = SystemRandomNumberGenerator()
    let high = generator.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = [high, low].map { number in
      let hex = String(number, radix: 16)
      return String(repeating: "0", count: 16 - hex.count) + hex
    }.joined()
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text += "-" }
      text.append(digit)
    }
    store = text
    self.format = format
  }
}

extension StoreIdentity {
  /// The first line of every identity file.
  static let magic = "stipple store"

  /// The file's bytes.
  var bytes: [UInt8] { Array("\(Self.magic)\nid \(store)\nformat \(format)\n".utf8) }

  /// Reads the file's bytes.
  /// - Throws: `.notAStore`, `.olderFormat`, `.newerFormat`, `.damagedIdentity`.
  init(_ bytes: [UInt8], format readable: Int, path: String) throws(LMDBError) {
    let action = "open \(path)"
    guard let text = String(validating: bytes, as: UTF8.self),
      text.hasPrefix(Self.magic + "\n")
    else {
      throw LMDBError(bytes.isEmpty ? .damagedIdentity : .notAStore, action)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    func entry(_ name: String) -> Substring? {
      lines.last { $0.hasPrefix(name + " ") }?.dropFirst(name.count + 1)
    }
    // The format is read before anything else: another one may have other lines.
    guard let format = entry("format").flatMap({ Int($0) }), format > 0 else {
      throw LMDBError(.damagedIdentity, action)
    }
    guard format == readable else {
      throw LMDBError(
        format < readable ? .olderFormat : .newerFormat,
        "\(action): its format is \(format), the one that is read is \(readable)")
    }
    guard let store = entry("id"), Self.isUUID(store), text.hasSuffix("\n") else {
      throw LMDBError(.damagedIdentity, action)
    }
    self.store = String(store)
    self.format = format
  }

  private static func isUUID(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      [8, 13, 18, 23].contains(index)
        ? byte == UInt8(ascii: "-")
        : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
  }
}
