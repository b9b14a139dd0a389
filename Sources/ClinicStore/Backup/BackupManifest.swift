import Crypto
public import EventLog
public import Records

/// What a backup says of itself: the `manifest` file in its folder.
///
/// Lines of a name, a space and a value, each ended, always all of them and in this order; the last
/// is the SHA-256 of the lines before it, so that no bit of them changes unnoticed:
///
/// ```
/// stipple backup 1
/// store 0b7e2a5c-55f2-4a3f-8d3e-1c6a9f0be173
/// format 1
/// size 1069056
/// sha256 3f2a…
/// head 3042
/// recorded_at 2026-03-01T21:58:12.004211Z
/// root 77d0…
/// made_at 2026-03-01T22:00:00.120000Z
/// manifest 9a1b…
/// ```
///
/// It tells of damage, not of forgery: whoever can write it can write another. A signed checkpoint
/// kept elsewhere is for that.
public struct BackupManifest: Hashable, Sendable {
  /// The UUID of the store.
  public var store: String
  /// The store's format.
  public var format: Int
  /// The bytes of `data.mdb`.
  public var size: Int
  /// The SHA-256 of `data.mdb`.
  public var sha256: Hash
  /// The position of the last event that it holds; 0 for none.
  public var head: UInt64
  /// When that event was recorded; nil for none.
  public var recordedAt: Instant?
  /// The root of the tree over all its events (RFC 6962 §2.1).
  public var root: Hash
  /// When the backup was begun, by the clock of the machine that made it.
  public var madeAt: Instant
}

extension BackupManifest {
  private static let magic = "stipple backup 1"
  private static let none = "none"

  /// The file's bytes.
  var bytes: [UInt8] {
    let lines = [
      Self.magic,
      "store \(store)",
      "format \(format)",
      "size \(size)",
      "sha256 \(sha256.hex)",
      "head \(head)",
      "recorded_at \(recordedAt?.rfc3339 ?? Self.none)",
      "root \(root.hex)",
      "made_at \(madeAt.rfc3339)",
    ]
    let text = Array(lines.map { $0 + "\n" }.joined().utf8)
    return text + Array("manifest \(Hash.sha256(of: text).hex)\n".utf8)
  }

  /// Reads the file's bytes; nil unless they are just what is written for what they say.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      guard let space = line.firstIndex(of: " ") else { return nil }
      values[line[..<space]] = line[line.index(after: space)...]
    }
    guard let store = values["store"], let format = values["format"].flatMap({ Int($0) }),
      let size = values["size"].flatMap({ Int($0) }),
      let sha256 = values["sha256"].flatMap({ Hash(hex: String($0)) }),
      let head = values["head"].flatMap({ UInt64($0) }), let recorded = values["recorded_at"],
      let root = values["root"].flatMap({ Hash(hex: String($0)) }),
      let madeAt = values["made_at"].flatMap({ Instant(rfc3339: $0) })
    else { return nil }
    self.init(
      store: String(store), format: format, size: size, sha256: sha256, head: head,
      recordedAt: Instant(rfc3339: recorded), root: root, madeAt: madeAt)
    guard self.bytes == bytes else { return nil }
  }
}

extension Hash {
  /// The SHA-256 of some bytes (FIPS 180-4).
  public static func sha256(of bytes: [UInt8]) -> Hash {
    var hash = SHA256()
    hash.update(data: bytes)
    return Hash(finishing: hash)
  }

  /// The hash of all that was given to `hash`.
  init(finishing hash: SHA256) {
    guard let digest = Hash(Array(hash.finalize())) else {
      preconditionFailure("SHA-256 has \(Hash.byteCount) bytes")
    }
    self = digest
  }
}
