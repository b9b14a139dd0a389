import ArgumentParser
import Clinic
import ClinicStore
import EventLog
import Glibc

/// `stipple session CLIENT`.
struct SessionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "session",
    abstract: "Lead through a visit, step by step; each answer is recorded when it is given.",
    discussion: """
      Shows what is to be known of the client and which lots fit, then asks each step of a visit in \
      order: check, cleanse, photos, numbing, cartridge, passes zone by zone with serum and endpoint, \
      pain, mask, aftercare, close. An empty line takes what stands in [brackets]; a number or a \
      beginning is enough for a word or an id; ? lists what there is; help lists the rest.

        stipple session C1 --actor U2
        stipple session C1 --session S7     takes up S7, or opens a new session under that id

      What was given stands: leave (or Ctrl-D), and the same command goes on where it was left. \
      Where a rule asks for a reason, the guide asks for it.

      With answers piped in, one a line, the first line that cannot be taken ends it, saying what \
      stands. A reason is then a line that begins with because.
      """)

  @Argument(help: "The client, by id.")
  var client: String

  @Option(
    name: .long,
    help: ArgumentHelp("The session to take up, or the id of the one to open.", valueName: "id"))
  var session: String?

  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions

  func run() throws {
    try options.refuseMoment()
    let actor = try options.recorder()
    if let session { _ = try StreamID.required("session/\(session)") }
    let store = try options.open()
    try store.checkWritable()
    Interrupts.install()
    let screen = self.screen
    let talk = Conversation(
      input: STDIN_FILENO, isTyped: isatty(STDIN_FILENO) == 1, output: screen,
      style: options.style(on: screen), width: screen.width ?? 80)
    let guide = try Guide(
      store, client: client, session: session, actor: actor, confirmsClock: writing.confirmClock,
      talk)
    do {
      try guide.run()
    } catch {
      if options.json { try listReceipts(of: guide) }
      throw error
    }
    if options.json { try listReceipts(of: guide) }
  }

  /// Where the conversation goes: beside the data where that is asked for, nowhere if it is not.
  private var screen: Destination {
    if options.quiet, isatty(STDIN_FILENO) != 1 { return Destination(memoryAsTerminal: false) }
    return options.json ? .standardError : .standardOutput
  }

  private func listReceipts(of guide: Guide) throws {
    try options.write(ReceiptListing.listing(of: guide.receipts, zone: guide.store.zone))
  }
}
