import Clinic
public import EventLog
import LMDB
import Records

/// Whole streams up to a checkpoint: each event with the bytes that it is kept in, and its proof.
public struct BundledEvents: Sendable {
  /// One event.
  public struct Entry: Sendable {
    /// The event.
    public let event: StoredEvent
    /// The bytes of its record, which its hash is taken over.
    public let record: [UInt8]
    /// The proof that they are in the checkpoint's log.
    public let proof: EntryProof
  }

  /// A stream, and how many events it has by the checkpoint: all of them are here.
  public struct Extent: Sendable {
    /// The stream.
    public let stream: StreamID
    /// The version of its last event.
    public let count: UInt64
  }

  /// The checkpoint as it was signed.
  public let note: SignedNote
  /// The same, read.
  public let checkpoint: Checkpoint
  /// The streams, in the order asked for.
  public let streams: [Extent]
  /// Their events, in the order of their positions.
  public let entries: [Entry]
}

extension ClinicStore {
  /// Every event of some streams up to a moment, with proofs that lead to a checkpoint of that moment.
  ///
  /// - Throws: ``StoreError`` of kind `refused` where a stream was not begun by then; `notAllowed`
  ///   where the key is not the one in force; `damaged`.
  public func bundledEvents(
    of streams: [StreamID], at moment: Moment, by key: SigningKey
  ) throws(StoreError) -> BundledEvents {
    let note = try signedCheckpoint(at: moment, by: key)
    return try guarding {
      let checkpoint = try Checkpoint(text: note.text)
      var extents: [BundledEvents.Extent] = []
      var records: [(event: StoredEvent, bytes: [UInt8])] = []
      try reading { view in
        for stream in streams {
          var count: UInt64 = 0
          try log.forEach(of: stream, in: view) { event throws(LogError) in
            guard event.position <= checkpoint.size else { return .stop }
            count = event.version
            records.append((event.stored, event.record.copy()))
            return .next
          }
          guard count > 0 else { throw StoreError(.refused, "there is no \(stream.text)") }
          extents.append(BundledEvents.Extent(stream: stream, count: count))
        }
      }
      records.sort { $0.event.envelope.position < $1.event.envelope.position }
      let proofs = try prove(records.map(\.event.envelope.position), in: checkpoint)
      let entries = try zip(records, proofs).map { record, proved in
        guard proved.leaf == .leaf(of: record.bytes) else { throw StoreError.damagedTree }
        return BundledEvents.Entry(
          event: record.event, record: record.bytes, proof: EntryProof(proved.proof, in: note))
      }
      return BundledEvents(
        note: note, checkpoint: checkpoint, streams: extents, entries: entries)
    }
  }
}
