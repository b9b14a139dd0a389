import Crypto
public import Records

/// The digest of the rows that a report shows, taken as they are read.
///
/// SHA-256 over a line a row: its canonical JSON and a newline. Absent fields are left out, so that
/// an optional column that comes later changes nothing; personal ones (†) too, so that no digest can
/// confirm a guessed name.
public struct RowDigest {
  private let name: String
  private var rows = 0
  private var hash = SHA256()
  private var text = JSONText()

  /// A digest of no rows yet, under the name of the table or view that they are of.
  public init(_ name: String) { self.name = name }

  /// Takes a row: a record of that type, without checksum.
  public mutating func add(_ type: RecordType, _ record: RawSpan) {
    text.bytes.removeAll(keepingCapacity: true)
    type.json(of: RecordView(trusting: record), into: &text, .withoutPersonal)
    take()
  }

  /// Takes a row that is told as a line of text, without its newline and without personal data.
  public mutating func add(line: String) {
    text.bytes.removeAll(keepingCapacity: true)
    text.bytes.append(contentsOf: line.utf8)
    take()
  }

  private mutating func take() {
    text.bytes.append(UInt8(ascii: "\n"))
    hash.update(data: text.bytes)
    rows += 1
  }

  /// The digest of the rows taken.
  public consuming func finished() -> Certificate.Digest {
    let digits = Array("0123456789abcdef".utf8)
    var hex: [UInt8] = []
    for byte in hash.finalize() {
      hex.append(digits[Int(byte >> 4)])
      hex.append(digits[Int(byte & 15)])
    }
    return Certificate.Digest(
      name: name, rows: rows, sha256: String(decoding: hex, as: UTF8.self))
  }
}
