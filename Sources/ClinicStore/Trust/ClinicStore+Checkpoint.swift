import Clinic
public import EventLog
import LMDB
import Records

extension ClinicStore {
  /// What the log holds, unsigned: its origin, how many events, and the root over them.
  ///
  /// - Parameter moment: the last event that counts; nil is the log's end.
  /// - Throws: ``StoreError`` of kind `damaged` where the tree does not fit the log.
  public func checkpoint(at moment: Moment? = nil) throws(StoreError) -> Checkpoint {
    try checkpoint(through: moment?.position ?? .max)
  }

  /// The same, by the last position that counts.
  public func checkpoint(through last: UInt64) throws(StoreError) -> Checkpoint {
    try reading { try self.checkpoint(through: last, in: $0) }
  }

  func checkpoint(through last: UInt64, in view: TransactionView) throws -> Checkpoint {
    let end = try log.end(in: view)
    let size = min(last, end.head.position)
    let root = try log.tree(in: view).root(ofFirst: size)
    guard size < end.head.position || root == end.root else {
      throw StoreError(
        .damaged, "the log's tree does not lead to its root", hint: "stipple verify")
    }
    return try Checkpoint(origin: origin(in: view), size: size, root: root)
  }

  /// What the log holds, signed by the key in force (<https://c2sp.org/tlog-checkpoint>).
  ///
  /// - Throws: ``StoreError`` of kind `notAllowed` where the log names another key, or none.
  public func signedCheckpoint(
    at moment: Moment? = nil, by key: SigningKey
  ) throws(StoreError) -> SignedNote {
    try reading { view in
      try requireInForce(key, in: view)
      return try checkpoint(through: moment?.position ?? .max, in: view).signed(with: [key])
    }
  }

  private func requireInForce(_ key: SigningKey, in view: TransactionView) throws {
    let keys = try checkpointKeys(in: view)
    guard keys.current != key.verifier else { return }
    let label = key.verifier.label
    guard let current = keys.current else {
      throw StoreError(
        .notAllowed, "the log names no key that signs its checkpoints",
        hint: "stipple checkpoint --new-key", note: "nothing was signed")
    }
    throw StoreError(
      .notAllowed,
      keys.all.contains(key.verifier)
        ? "the key \(label) was changed for \(current.label)"
        : "the log's checkpoint key is \(current.label), not \(label)",
      hint: "--key FILE, or $STIPPLE_KEY, says where the key is kept", note: "nothing was signed")
  }

  /// Changes the key that signs checkpoints, by an event that both keys sign.
  ///
  /// - Parameters:
  ///   - old: the key in force; nil only where the log names none.
  ///   - new: the next one, of the same name.
  /// - Returns: the event's place.
  public func rotateCheckpointKey(
    from old: SigningKey?, to new: SigningKey, reason: String?, recordedBy: String
  ) throws(StoreError) -> Receipt {
    try guarding {
      let rotation = try CheckpointKeyRotated(from: old, to: new, reason: reason)
      try reading { view in
        if let old { return try requireInForce(old, in: view) }
        guard try checkpointKeys(in: view).current != nil else { return }
        throw StoreError(
          .notAllowed, "the log names a checkpoint key already, which has to sign the next",
          hint: "--key FILE, or $STIPPLE_KEY, says where the key is kept",
          note: "nothing was recorded")
      }
      var entry = Entry(
        stream: .stream(StreamID(.store, "main")), type: CheckpointKeyRotated.eventType,
        payload: rotation.encoded(), recordedBy: recordedBy)
      entry.isOwn = true
      // Another process may change the key first: this one would then not follow.
      entry.expectedVersion = try reading { view in
        try log.version(of: StreamID(.store, "main"), in: view)
      }
      return try record([entry])[0]
    }
  }
}
