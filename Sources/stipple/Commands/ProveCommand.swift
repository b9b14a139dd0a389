import ArgumentParser
import ClinicStore
import EventLog
import Records

/// `stipple prove`.
struct ProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove that an event is in the log, or that the log has only grown.",
    discussion: """
      For an event it writes a c2sp.org/tlog-proof@v1: the hashes that lead from the event's record to \
      the root of a checkpoint, and that checkpoint, signed. Whoever has the record and the log's \
      public key can check it with nothing of ours; `stipple bundle` puts records and proofs together.

        stipple prove @3041 > 3041.tlog-proof
        stipple prove --from 2026-03-01.note > growth.proof

      With --from it proves that the log of the older checkpoint is how today's log begins.
      """)

  @Argument(help: "The event, such as @3041.")
  var event: String?

  @Option(
    name: .long,
    help: ArgumentHelp("An older checkpoint, for a proof of growth.", valueName: "note"))
  var from: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (0600); else standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var options: StoreOptions
  @OptionGroup var keyOptions: KeyOptions

  func validate() throws {
    guard (event == nil) != (from == nil) else {
      throw ValidationError("name an event, such as @3041, or --from an older checkpoint")
    }
  }

  func run() throws {
    let position = try event.map { text throws(Message) in
      guard let position = Self.position(text) else {
        throw Message(
          "an event is named by its position, from @1", hint: "stipple prove @3041",
          status: .usage)
      }
      return position
    }
    let older = try from.map { try KeptCheckpoint.note(at: $0) }
    let store = try options.open()
    let moment = try options.moment(in: store)
    let since = try older.map { try store.checkpoint(in: $0) }
    let key = try keyOptions.read(forStore: options.path)
    let note = try store.signedCheckpoint(at: moment, by: key)
    let checkpoint = try Checkpoint(text: note.text)
    let text: String
    var said: String
    if let since {
      text = try store.growthProof(from: since, to: note).encoded
      said = "the log has only grown from @\(since.size) to @\(checkpoint.size)"
    } else {
      text = try store.entryProof(of: position!, in: note).encoded
      said = "@\(position!) is in the log of @\(checkpoint.size)"
    }
    if let output {
      try WholeFile.write(Array(text.utf8), to: output, protecting: options.path)
      said += " · \(visible(output))"
    } else if !options.json {
      try Destination.standardOutput.write(text)
    }
    if options.json {
      try options.write(
        Listing(
          columns: ["event", "since", "size", "root", "proof"],
          rows: [
            [
              position.map { .text("@\($0)") } ?? .null,
              since.map { .text("@\($0.size)") } ?? .null,
              .integer(Int64(checkpoint.size)), .text(checkpoint.root.base64), .text(text),
            ]
          ]))
    }
    options.say(said)
  }

  /// The position in `@3041`, or in `3041`; nil where it is none.
  static func position(_ text: String) -> UInt64? {
    UInt64(text.hasPrefix("@") ? text.dropFirst() : text[...]).flatMap { $0 > 0 ? $0 : nil }
  }
}
