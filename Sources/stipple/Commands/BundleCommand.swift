import ArgumentParser
import Clinic
import ClinicStore
import EventLog
import Records
import Reports

/// `stipple bundle SESSION -o DIR`.
struct BundleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bundle",
    abstract: "Put together all that is needed to check a session with nothing of Stipple's.",
    discussion: """
      Makes a folder with the session's events as JSON and as the bytes that the log keeps, a proof of \
      each, the signed checkpoint that they lead to, the public key, the schemas, the report, and a \
      README that says how to check it and what that proves. Tools/verify-bundle.py does so with \
      PyPI's cryptography alone.

        stipple bundle S1 -o S1-bundle
        stipple bundle S1 -o S1-bundle --as-of @3050     under the checkpoint that an auditor kept
        stipple bundle S1 -o S1-bundle --with lot/HA-7   with all that the log has of a lot

      Other streams are left out unless named: they tell of more than this session, a lot's of other \
      clients even. The folder is there whole or not at all; the same moment and key give the same bytes.
      """)

  @Argument(help: ArgumentHelp("The session, such as S1.", valueName: "session"))
  var session: String

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("The folder to make; it must not be there, or be empty.", valueName: "dir"))
  var output: String

  @Option(
    name: .customLong("with"), parsing: .singleValue,
    help: ArgumentHelp(
      "Add another stream, such as lot/HA-7; may be repeated.", valueName: "stream"))
  var others: [String] = []

  @OptionGroup var keyOptions: KeyOptions
  @OptionGroup var options: StoreOptions

  func run() throws {
    let id = try ReportName.session.argument(session)
    let streams = try others.map(StreamID.required)
    let store = try options.open()
    let moment = try options.moment(in: store) ?? store.lastMoment()
    let key = try keyOptions.read(forStore: options.path)
    let bundle = try SessionBundle(of: id, with: streams, in: store, at: moment, by: key)
    try WholeFolder.write(
      bundle.files.map { ($0.path, $0.bytes) }, to: output, protecting: options.path)
    let checkpoint = bundle.events.checkpoint
    if options.json {
      try options.write(
        Listing(
          columns: ["session", "folder", "events", "size", "root", "key"],
          rows: [
            [
              .text(id), .text(output), .integer(Int64(bundle.events.entries.count)),
              .integer(Int64(checkpoint.size)), .text(checkpoint.root.base64),
              .text(bundle.key.text),
            ]
          ]))
    }
    options.say(
      visible(
        "wrote \(bundle.events.entries.count.grouped) events of session \(id), proved in a log of "
          + "\(checkpoint.size.grouped), to \(output)"))
  }
}
