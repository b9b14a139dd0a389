public import Clinic
import Crypto
public import Records

/// The certificate of a replayed table: SHA-256 over its rows in the order of their keys, each as a
/// line of JSON.
public struct TableDigest: Hashable, Sendable {
  /// The table.
  public let table: TableType
  /// How many rows it has.
  public let rows: Int
  /// 64 hexadecimal digits, lower case.
  public let sha256: String
}

extension ReplayedTable {
  /// How many bytes of lines are hashed at once.
  private static let block = 1 << 16

  /// Appends a row as a line: an object of every field that is not null, hidden ones too, and "\n".
  ///
  /// Null fields are left out, so a column added later does not change the lines of older rows.
  public func appendLine(_ index: Int, to text: inout JSONText) {
    type.record.json(of: RecordView(trusting: record(index)), into: &text)
    text.bytes.append(UInt8(ascii: "\n"))
  }

  /// The digest of all rows.
  ///
  /// - Parameter checkpoint: called every few thousand rows; what it throws ends the work.
  public func digest(checkpoint: () throws -> Void = {}) rethrows -> TableDigest {
    var hash = SHA256()
    var text = JSONText()
    for index in 0..<count {
      appendLine(index, to: &text)
      if text.bytes.count >= Self.block {
        text.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        text.bytes.removeAll(keepingCapacity: true)
      }
      if index % ReplayProgress.step == 0 { try checkpoint() }
    }
    text.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    let digits = Array("0123456789abcdef".utf8)
    let hex = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return TableDigest(table: type, rows: count, sha256: String(decoding: hex, as: UTF8.self))
  }
}
