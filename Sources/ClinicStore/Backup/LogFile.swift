import Clinic

/// A file of events as they are stored, byte for byte: what `stipple export --format log` writes.
///
/// A line of text that says what it is:
///
/// ```
/// stipple log 1 store 0b7e2a5c-55f2-4a3f-8d3e-1c6a9f0be173 from @1 through @3042
/// ```
///
/// then each event of those positions, in order, as a length (unsigned, 4 bytes, the highest first) and
/// so many bytes, 1 to 65,536: its record, over which its leaf hash is taken, SHA-256(0x00 ‖ record)
/// (RFC 6962 §2.1). Then a length of 0, how many events there were (8 bytes, the highest first), and the
/// SHA-256 of every byte of the file before it (32 bytes). There it ends.
///
/// The hash tells of damage, not of forgery: for that, hold the root against a checkpoint.
enum LogFile {
  /// What every such file begins with.
  static let magic = Array("stipple log ".utf8)
  /// The most bytes that its first line has.
  static let headerLimit = 256
  /// The most bytes of one record.
  static let recordLimit = 64 * 1024

  /// What its first line says.
  struct Header: Equatable {
    /// The UUID of the store that it is from.
    var store: String
    /// The first event's position.
    var first: UInt64
    /// The last event's position; one less than ``first`` for none.
    var last: UInt64

    /// How many events there are.
    var count: UInt64 { last + 1 - first }

    var bytes: [UInt8] {
      Array("stipple log 1 store \(store) from @\(first) through @\(last)\n".utf8)
    }

    init(store: String, first: UInt64, last: UInt64) {
      self.store = store
      self.first = first
      self.last = last
    }

    /// Reads the first line, its end included; nil unless it is just what is written for what it says.
    init?(_ line: [UInt8]) {
      guard let text = String(validating: line, as: UTF8.self) else { return nil }
      let words = text.dropLast().split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 9, words[6].first == "@", words[8].first == "@",
        let first = UInt64(words[6].dropFirst()), let last = UInt64(words[8].dropFirst()),
        first > 0, last < UInt64(Int64.max), last >= first - 1
      else { return nil }
      self.init(store: String(words[4]), first: first, last: last)
      guard bytes == line else { return nil }
    }
  }

  /// A number as bytes, the highest first.
  static func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  /// The number that bytes are, the highest first.
  static func number(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
