import ArgumentParser
import ClinicStore
import EventLog
import Glibc
import Records

/// `stipple checkpoint`.
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Print a signed note of what the log holds, to keep outside.",
    discussion: """
      The note says how many events the log has and the root of the Merkle tree over them, signed with \
      Ed25519 (c2sp.org/tlog-checkpoint). Whoever keeps it can later hold the store to it:

        stipple checkpoint > 2026-03-01.note
        stipple verify --against 2026-03-01.note

      --new-key makes another key for all checkpoints to come. The old key signs the new one and the \
      new one the old, in an event of the log; the old key's file is kept with .old added.
      """)

  @OptionGroup var options: StoreOptions
  @OptionGroup var keyOptions: KeyOptions

  @Flag(name: .long, help: "Change the key that signs checkpoints, then sign with the new one.")
  var newKey = false

  @Option(name: .long, help: ArgumentHelp("Why the key is changed.", valueName: "text"))
  var reason: String?

  func run() throws {
    if newKey { try options.refuseMoment() }
    let store = try options.open()
    let key = newKey ? try change(store) : try keyOptions.read(forStore: options.path)
    let note = try store.signedCheckpoint(at: options.moment(in: store), by: key)
    guard options.json else { return try Destination.standardOutput.write(note.encoded) }
    let checkpoint = try Checkpoint(text: note.text)
    try options.write(
      Listing(
        columns: ["origin", "size", "root", "key", "note"],
        rows: [
          [
            .text(checkpoint.origin), .integer(Int64(checkpoint.size)),
            .text(checkpoint.root.base64), .text(key.verifier.text), .text(note.encoded),
          ]
        ]))
  }

  /// Makes the next key and records it: the file is on disk before the event names it.
  private func change(_ store: ClinicStore) throws -> SigningKey {
    let recorder = try options.recorder()
    let file = keyOptions.path(ofStore: options.path)
    let isFirst = try store.checkpointKeys().current == nil
    let old = isFirst ? nil : try KeyFile.read(file)
    let next = try SigningKey(name: try old?.verifier.name ?? store.origin())
    let spare = isFirst ? file : file + ".new"
    try KeyFile.write(next, to: spare)
    do {
      let receipt = try store.rotateCheckpointKey(
        from: old, to: next, reason: reason, recordedBy: recorder)
      if !isFirst { try replace(file, by: spare) }
      options.say("recorded @\(receipt.envelope.position): the key is \(next.verifier.text)")
      return next
    } catch let error as StoreError {
      // A commit that failed may still have happened: the log may name the new key.
      if error.kind == .io || error.kind == .damaged {
        throw error.noting(
          "\(spare) is kept: stipple verify tells whether the log names it")
      }
      unlink(spare)
      throw error
    }
  }

  /// Puts the new key's file in the old one's place, which is kept beside it.
  private func replace(_ file: String, by spare: String) throws(Message) {
    let kept = file + ".old"
    guard rename(file, kept) == 0 else { throw unmoved(spare, to: file, old: file) }
    guard rename(spare, file) == 0 else { throw unmoved(spare, to: file, old: kept) }
    // Both keys were on disk before; only which name is whose could go with the power.
    syncFolder(of: file)
  }

  private func unmoved(_ spare: String, to file: String, old: String) -> Message {
    Message(
      "the new key is in \(spare) and could not be moved to \(file): \(systemError(errno))",
      note: "the log names the new key; the old one is in \(old): keep both files", status: .io)
  }
}
