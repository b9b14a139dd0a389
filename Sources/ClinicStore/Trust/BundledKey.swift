import Clinic
public import EventLog
import LMDB
import Records

/// A key of the log's chain with what proves that it follows from the one before.
public struct BundledKey: Hashable, Sendable {
  /// The public key.
  public let key: VerifierKey
  /// The position of the event that names it.
  public let position: UInt64
  /// The signature of the key before over this one's text, in base64; nil for the first.
  public let byTheKeyBefore: String?
  /// This key's signature over the text of the one before, in base64; nil for the first.
  public let byTheKey: String?
}

extension ClinicStore {
  /// The keys that the log names, the first one first, each with its signatures.
  public func bundledKeys() throws(StoreError) -> [BundledKey] {
    try reading { view in
      try checkpointKeys(in: view).entries.enumerated().map { place, entry in
        var rotation: CheckpointKeyRotated?
        if place > 0, let event = try log.event(at: entry.position, in: view) {
          rotation = try CheckpointKeyRotated(record: event.payload.span.bytes)
        }
        return BundledKey(
          key: entry.key, position: entry.position, byTheKeyBefore: rotation?.oldSignature,
          byTheKey: rotation?.newSignature)
      }
    }
  }
}
