public import EventLog
import LMDB
import Records

/// An event that is proved to be in the log.
public struct ProvedEvent: Hashable, Sendable {
  /// Its position.
  public let position: UInt64
  /// The hash of its record.
  public let leaf: Hash
  /// The hashes that lead from there to the root.
  public let proof: InclusionProof
}

extension ClinicStore {
  /// The proof that the event at a position is in the log that a note tells of.
  ///
  /// - Parameter note: a checkpoint of this log, of now or of an earlier time.
  /// - Throws: ``StoreError`` of kind `badInput` where the log had no such event then; `damaged`.
  public func entryProof(
    of position: UInt64, in note: SignedNote
  ) throws(StoreError) -> EntryProof {
    try guarding {
      let proved = try prove([position], in: Checkpoint(text: note.text))
      return EntryProof(proved[0].proof, in: note)
    }
  }

  /// Proofs that the events at some positions are in the log of a checkpoint, read at one moment.
  ///
  /// Each is checked, from the record's own bytes, before it is given: a damaged tree gives none.
  /// - Throws: ``StoreError`` of kind `badInput` where the log had no such event then; `damaged`.
  public func prove(
    _ positions: [UInt64], in checkpoint: Checkpoint
  ) throws(StoreError) -> [ProvedEvent] {
    try reading { view in
      let end = try log.end(in: view).head.position
      guard checkpoint.size <= end else { throw StoreError.beyondEnd(checkpoint.size, end) }
      return try positions.map { position in
        guard position > 0, position <= checkpoint.size else {
          throw StoreError(
            .badInput,
            position > end
              ? "@\(position) is after the last event, @\(end)"
              : "the checkpoint is of @\(checkpoint.size), before @\(position)")
        }
        let leaf = try log.withEvent(at: position, in: view) { event throws(LogError) in
          event.leafHash
        }
        let proof = try log.tree(in: view)
          .inclusionProof(of: position - 1, inFirst: checkpoint.size)
        guard let leaf, let proof else { throw StoreError.damagedTree }
        do throws(ProofError) {
          try proof.verify(leaf: leaf, root: checkpoint.root)
        } catch {
          throw StoreError.damagedTree
        }
        return ProvedEvent(position: position, leaf: leaf, proof: proof)
      }
    }
  }

  /// The proof that the log has only grown between two checkpoints of it.
  ///
  /// - Throws: ``StoreError`` of kind `damaged` where it has not: the older checkpoint's events are no
  ///   longer what they were.
  public func growthProof(
    from old: Checkpoint, to note: SignedNote
  ) throws(StoreError) -> GrowthProof {
    try reading { view in
      let new = try Checkpoint(text: note.text)
      guard old.size > 0 else { throw ProofError.fromEmptyTree }
      let end = try log.end(in: view).head.position
      guard old.size <= end else { throw StoreError.beyondEnd(old.size, end) }
      let proof = try log.tree(in: view).consistencyProof(from: old.size, to: new.size)
      guard let proof else { throw ProofError.shrunk(old: old.size, new: new.size) }
      do throws(ProofError) {
        try proof.verify(oldRoot: old.root, newRoot: new.root)
      } catch {
        throw StoreError(
          .damaged,
          "the events up to @\(old.size) are not those that the older checkpoint was made of",
          hint: "stipple verify --against it says more", note: "no proof was made")
      }
      return GrowthProof(proof, to: note)
    }
  }

  /// The checkpoint in a note that was kept outside, if a key that this log names signed it.
  ///
  /// - Parameter trusted: a key that the caller kept beside the note; nil takes the log's word for its
  ///   keys.
  /// - Throws: ``StoreError`` of kind `damaged` where none did, or it is of another log.
  public func checkpoint(
    in note: SignedNote, trusting trusted: VerifierKey? = nil
  ) throws(StoreError) -> Checkpoint {
    try reading { view in
      let keys = try trusted.map { [$0] } ?? checkpointKeys(in: view).all
      let origin = try trusted?.name ?? self.origin(in: view)
      do throws(ProofError) {
        return try Checkpoint(in: note, of: origin, signedByOneOf: keys)
      } catch {
        switch error {
        case .unknownSigner, .badSignature, .otherOrigin:
          throw StoreError(
            .damaged, "the checkpoint was not signed by a key of this log: \(error)",
            hint: "it is another store's, or this log was written anew", note: "nothing was changed"
          )
        default: throw error
        }
      }
    }
  }
}

extension StoreError {
  static var damagedTree: StoreError {
    StoreError(.damaged, "the log's tree does not fit its events", hint: "stipple verify")
  }

  static func beyondEnd(_ size: UInt64, _ end: UInt64) -> StoreError {
    StoreError(
      .damaged, "the checkpoint was made at @\(size), and the log ends at @\(end)",
      hint: "events were cut off, or an older copy was put back: stipple verify --against it",
      note: "nothing was changed")
  }
}
