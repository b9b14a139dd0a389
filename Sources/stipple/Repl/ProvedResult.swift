import ClinicStore
import EventLog
import Glibc
import Records
import Reports

/// The events behind a result, each proved to be in the log.
struct ProvedResult: ListedAnswer {
  private let events: [StoredEvent]
  private let proofs: [ProvedEvent]
  private let checkpoint: Checkpoint
  private let texts: [[String]]
  /// The checkpoint as signed; nil where there is no key to sign it with.
  private let note: SignedNote?

  /// Proves events in the log as of a moment.
  ///
  /// - Parameter keyFile: the key that signs the checkpoint, if the file is there.
  init(
    _ positions: [UInt64], in store: ClinicStore, at moment: Moment?, keyFile: String
  ) throws {
    if access(keyFile, F_OK) == 0 {
      let note = try store.signedCheckpoint(at: moment, by: KeyFile.read(keyFile))
      checkpoint = try Checkpoint(text: note.text)
      self.note = note
    } else {
      checkpoint = try store.checkpoint(at: moment)
      note = nil
    }
    proofs = try store.prove(positions, in: checkpoint)
    events = try positions.compactMap { try store.event(at: $0) }
    texts = events.map { LogCommand.texts($0, in: store) }
  }

  var listing: ReportTable {
    ReportTable(
      columns: ["event", "when", "who", "stream", "what", "leaf", "hashes"],
      rows: zip(texts, proofs).map { texts, proof in
        Array(texts.prefix(5)) + [String(proof.leaf.hex.prefix(16)) + "…"]
          + ["\(proof.proof.hashes.count)"]
      }, longColumns: 0)
  }

  var summary: String {
    let count = "\(proofs.count.grouped) \(proofs.count == 1 ? "event" : "events")"
    let signed = note == nil ? "not signed: no key here, STIPPLE_KEY=FILE" : "signed"
    return "\(count) proved in the log of @\(checkpoint.size) · root \(checkpoint.root.base64) · "
      + signed
  }

  var json: [JSONValue] {
    proofs.map { proof in
      .object([
        .init(key: "position", value: .number("\(proof.position)")),
        .init(key: "leaf", value: .string(proof.leaf.base64)),
        .init(key: "hashes", value: .array(proof.proof.hashes.map { .string($0.base64) })),
        .init(key: "size", value: .number("\(checkpoint.size)")),
        .init(key: "root", value: .string(checkpoint.root.base64)),
        .init(key: "checkpoint", value: note.map { .string($0.encoded) } ?? .null),
      ])
    }
  }

  /// Writes a tlog-proof for each event, and the checkpoint, into a folder that is made for them.
  func write(to folder: String, protecting store: String) throws(Message) {
    guard let note else {
      throw Message(
        "there is no key here to sign the checkpoint with; nothing was written",
        hint: "STIPPLE_KEY=FILE stipple", status: .notAllowed)
    }
    guard !Destination.isInside(folder, store) else {
      throw Message(
        "\(visible(folder)) is in the store's folder", hint: "a folder elsewhere",
        note: "nothing was written", status: .notAllowed)
    }
    guard mkdir(folder, 0o700) == 0 else {
      throw Message(
        "cannot make the folder \(visible(folder)): \(systemError(errno))",
        note: "nothing was written", status: .io)
    }
    func write(_ text: String, _ name: String) throws(Message) {
      try WholeFile.write(Array(text.utf8), to: folder + "/" + name, protecting: store)
    }
    for proof in proofs {
      try write(EntryProof(proof.proof, in: note).encoded, "\(proof.position).tlog-proof")
    }
    try write(note.encoded, "checkpoint.note")
  }
}
