import Clinic
public import EventLog
public import LMDB
import Records

/// The keys that sign a log's checkpoints, one after the other, as the log itself names them.
///
/// The first stands in `store-opened`; each later one in a `checkpoint-key-rotated` that the key
/// before it signed, and that it signed itself. Who trusts the first trusts them all.
public struct CheckpointKeys: Hashable, Sendable {
  /// One key, and the event that names it.
  public struct Entry: Hashable, Sendable {
    /// The public key.
    public let key: VerifierKey
    /// The event's position.
    public let position: UInt64
  }

  /// The keys, the first one first.
  public private(set) var entries: [Entry] = []

  /// The key in force; nil where the log names none.
  public var current: VerifierKey? { entries.last?.key }
  /// All of them.
  public var all: [VerifierKey] { entries.map(\.key) }

  /// Takes what an event of the store's own stream says of keys.
  ///
  /// - Throws: ``StoreError`` of kind `damaged` where a key does not follow from the one before.
  mutating func take(_ event: StoredEvent) throws {
    let payload = event.payload.span.bytes
    let position = event.envelope.position
    switch event.envelope.type {
    case StoreOpened.eventType.number:
      guard let text = try StoreOpened(record: payload).checkpointKey else { return }
      entries.append(Entry(key: try Self.key(text, at: position), position: position))
    case CheckpointKeyRotated.eventType.number:
      let rotation = try CheckpointKeyRotated(record: payload)
      let key = try Self.key(rotation.newKey ?? "", at: position)
      guard rotation.follows(current, key) else {
        throw StoreError(
          .damaged, "@\(position) changes the checkpoint key, and the key before did not sign it",
          hint: "stipple verify --against a checkpoint that was kept outside")
      }
      entries.append(Entry(key: key, position: position))
    default: return
    }
  }

  private static func key(_ text: String, at position: UInt64) throws(StoreError) -> VerifierKey {
    do throws(ProofError) {
      return try VerifierKey(text)
    } catch {
      throw StoreError(.damaged, "@\(position) names a checkpoint key that is none: \(error)")
    }
  }
}

extension CheckpointKeyRotated {
  /// A change of keys, signed by both: the old key over the new one's text, the new over the old's.
  ///
  /// The first key of a log that had none signs its own text.
  init(from old: SigningKey?, to new: SigningKey, reason: String?) throws(ProofError) {
    let signed = old?.verifier ?? new.verifier
    let oldSignature: [UInt8]?
    if let old { oldSignature = try old.sign(new.verifier.signedText) } else { oldSignature = nil }
    self.init(
      newKey: new.verifier.text, oldKey: old?.verifier.text,
      oldSignature: oldSignature.map { Base64.encode($0) },
      newSignature: Base64.encode(try new.sign(signed.signedText)), reason: reason)
  }

  /// Whether it leads from a key, or from none, to another of the same name.
  fileprivate func follows(_ old: VerifierKey?, _ new: VerifierKey) -> Bool {
    guard oldKey == old?.text, old == nil || old?.name == new.name,
      let byNew = newSignature.flatMap({ Base64.decode($0) }),
      new.verifies(byNew, over: (old ?? new).signedText)
    else { return false }
    guard let old else { return oldSignature == nil }
    guard let byOld = oldSignature.flatMap({ Base64.decode($0) }) else { return false }
    return old.verifies(byOld, over: new.signedText)
  }
}

extension VerifierKey {
  /// What is signed of a key: it ends in no newline, so it can never be a note's text.
  fileprivate var signedText: [UInt8] { Array(text.utf8) }
}

extension ClinicStore {
  /// The keys that the log names, up to a position.
  ///
  /// - Throws: ``StoreError`` of kind `damaged` where one does not follow from the one before.
  public func checkpointKeys(
    through last: UInt64 = .max, in view: TransactionView
  ) throws -> CheckpointKeys {
    var keys = CheckpointKeys()
    for event in try log.events(of: StreamID(.store, "main"), in: view)
    where event.envelope.position <= last {
      try keys.take(event)
    }
    return keys
  }

  /// The keys that the log names now.
  public func checkpointKeys() throws(StoreError) -> CheckpointKeys {
    try reading { try checkpointKeys(in: $0) }
  }

  /// What checkpoints call the log.
  public func origin() throws(StoreError) -> String { try reading { try origin(in: $0) } }

  /// What checkpoints call the log: the name of its first key, else one after the store's id.
  public func origin(in view: TransactionView) throws -> String {
    try checkpointKeys(in: view).entries.first?.key.name ?? Self.origin(of: folder.identity)
  }

  /// The name of a new store's key: unique, since the store's id is, and nobody's name.
  public static func origin(of identity: StoreIdentity?) -> String {
    "stipple/\(identity?.store ?? "unnamed")"
  }
}
