import ArgumentParser
import Clinic
import ClinicStore
import EventLog
import Records

/// `stipple record TYPE STREAM key=value …`.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Record one event.",
    discussion: """
      TYPE is an event's name, STREAM what it happened to: session/S1, or session/new for the next \
      free id. A value is text, a number, a date or a word, by its key; a list is written \
      zones=cheek,nose; anything else as JSON with key:=JSON.

        stipple record client-registered client/new name="M. Finch" born_on=1984-07-19
        stipple record serum-applied session/S1 product=P1 lot=HA-7 kind=hyaluronic_acid \\
            purpose=treatment timing=during zones=forehead,cheek volume_ml=2.00 sterile=true \\
            labelled_for_needling=yes --at 10:05
        stipple record TYPE --keys      the keys that TYPE takes, with units and limits
        stipple record --keys           every TYPE, and the kind of stream it belongs to
      """)

  @Argument(help: "The event's type, such as serum-applied.")
  var type: String?

  @Argument(help: "Where it belongs, such as session/S1, or session/new.")
  var stream: String?

  @Argument(help: ArgumentHelp("Its data.", valueName: "key=value"))
  var data: [String] = []

  @Flag(name: .long, help: "List the keys that TYPE takes, or every TYPE; record nothing.")
  var keys = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "When it happened: now, 10:05, 2h-ago, 2026-03-01, 2026-03-01T10:05.", valueName: "when"))
  var at: String?

  @Option(name: .long, help: ArgumentHelp("Who did it, if not who records it.", valueName: "id"))
  var performedBy: String?

  @Option(name: .long, help: ArgumentHelp("Why it is entered late, or despite a rule."))
  var reason: String?

  @Flag(name: .long, help: "Record a fact already past despite a rule; needs --reason.")
  var override = false

  @Option(
    name: .long,
    help: ArgumentHelp("Your own id for it: said again, it is not recorded again.", valueName: "id")
  )
  var eventID: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Refuse unless the stream has this many events.", valueName: "version"))
  var expectedVersion: UInt64?

  @Option(name: .long, help: ArgumentHelp("The visit that it belongs to.", valueName: "id"))
  var correlation: String?

  @Option(
    name: .long, help: ArgumentHelp("The event that led to it, such as @12.", valueName: "@N"))
  var causation: String?

  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions

  func run() throws {
    try options.refuseMoment()
    guard let name = type else {
      if keys { return try options.write(KeyListing.types) }
      throw Message(
        "which event? nothing was recorded", hint: "stipple record --keys lists them",
        status: .usage)
    }
    let type: EventType
    do throws(StoreError) { type = try .required(name) } catch {
      throw error.noting("nothing was recorded")
    }
    if keys { return try options.write(KeyListing.listing(of: type)) }
    guard let stream else {
      throw Message(
        "which stream? nothing was recorded",
        hint: "stipple record \(type.record.name) \(type.exampleStream) key=value …",
        status: .usage)
    }
    let store = try options.open()
    var entry = Entry(
      stream: try StreamName.required(stream), type: type,
      payload: try store.payload(of: type, fromWords: data), recordedBy: try options.recorder())
    entry.occurredAt = try at.map(store.occurredAt)
    entry.performedBy = performedBy
    entry.reason = reason
    entry.isOverride = override
    entry.eventID = eventID
    entry.expectedVersion = expectedVersion
    entry.correlation = correlation
    entry.causation = try causation.map(parsePosition)
    let receipts = try store.record([entry], confirmClock: writing.confirmClock)
    try options.write(receipts, zone: store.zone)
  }
}
