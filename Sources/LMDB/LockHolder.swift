/// Who holds the write lock of a store, as it signed itself.
public struct LockHolder: Hashable, Sendable, CustomStringConvertible {
  /// The process.
  public var process: Int32
  /// What it is doing: the name of a command.
  public var label: String
  /// How long it has held the lock, in seconds.
  public var seconds: Int

  /// Names a holder.
  public init(process: Int32, label: String, seconds: Int) {
    self.process = process
    self.label = label
    self.seconds = seconds
  }

  /// `process 4120 (rebuild, 12 s)`.
  public var description: String { "process \(process) (\(label), \(seconds) s)" }
}

extension LockHolder {
  /// The signature's fixed length: written in place, so that signing never changes a file's size.
  static let signatureLength = 160

  /// The bytes that a holder signs with; the time is that of the machine's own uptime clock.
  static func signature(process: Int32, label: String, since: Int) -> [UInt8] {
    var kept = ""
    for scalar in label.unicodeScalars where scalar.value > 31 && scalar.value < 127 {
      if kept.utf8.count < 64 { kept.unicodeScalars.append(scalar) }
    }
    var bytes = Array("pid \(process)\nsince \(since)\nlabel \(kept)\n".utf8)
    bytes += [UInt8](repeating: 0x20, count: max(0, signatureLength - bytes.count))
    return bytes
  }

  /// Reads a signature; nil if it does not read.
  init?(signature: [UInt8], now: Int) {
    let lines = String(decoding: signature, as: UTF8.self).split(separator: "\n")
    guard lines.count >= 3, lines[0].hasPrefix("pid "), lines[1].hasPrefix("since "),
      lines[2].hasPrefix("label "), let process = Int32(lines[0].dropFirst(4)), process > 0,
      let since = Int(lines[1].dropFirst(6))
    else { return nil }
    let label = lines[2].dropFirst(6).filter { $0.isASCII && !$0.isNewline && $0 >= " " }
    self.init(process: process, label: label, seconds: max(0, now &- since))
  }
}
