import ArgumentParser
import ClinicStore
import EventLog
import Glibc
import Records

/// `stipple init PATH`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a store.",
    discussion: """
      Makes the folder PATH (mode 0700) with an empty store in it, whose first event names the \
      clinic and its time zone. Next, enrol the owner, who may then record the rest:

        stipple init clinic.stipple --clinic "North Street" --zone Europe/London
        stipple record staff-enrolled staff/U1 name="A. Owner" role=owner --actor U1

      The key that signs the store's checkpoints is made with it, in a file of its own beside the \
      folder: keep that file apart from the store, with a copy in a safe place.
      """)

  @Argument(help: "The folder to make; it must not exist, or be empty.")
  var path: String?

  /// As many sessions as a demo has where no number is given.
  static let usualDemo = 1_000

  @Option(name: .long, help: "The clinic's name.")
  var clinic = "Clinic"

  @Option(
    name: .long, help: ArgumentHelp("Its time zone, by tzdata's name.", valueName: "zone"))
  var zone = "UTC"

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Fill it with a made-up clinic of so many sessions (1000 if no number is given).",
      valueName: "sessions"))
  var demo: Int?

  @Option(name: .long, help: ArgumentHelp("What decides all chance in a demo.", valueName: "k"))
  var seed: UInt64 = 1

  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions
  @OptionGroup var keyOptions: KeyOptions

  func run() throws {
    let folder = path ?? options.path
    guard let zone = ClinicZone(zone) else {
      throw Message(
        "no time zone has that name; nothing was made",
        hint: "a name from tzdata, such as Europe/London or America/Toronto", status: .badInput)
    }
    try refuseStore(at: folder)
    if let demo {
      guard (0...1_000_000).contains(demo) else {
        throw Message("--demo takes 0 to 1000000 sessions", status: .usage)
      }
      let made = try withKey(folder) { makeKey in
        try Demo(sessions: demo, seed: seed, clinic: clinic, zone: zone)
          .make(at: folder, makeKey: makeKey) { options.say("\($0) of \(demo) sessions") }
      }
      try tell(folder, events: made)
      return
    }
    let actor = options.actor ?? environment("STIPPLE_ACTOR") ?? "U1"
    try withKey(folder) { makeKey in
      _ = try ClinicStore.create(
        at: folder, clinic: clinic, zone: zone, recordedBy: actor, makeKey: makeKey)
    }
    try tell(folder, events: 1)
    options.say(
      "hint: stipple --store \(visible(folder)) record staff-enrolled staff/\(visible(actor)) "
        + "name=\"…\" role=owner --actor \(visible(actor))")
  }

  /// Says that there is a store before a key is made for another.
  private func refuseStore(at folder: String) throws(Message) {
    var status = stat()
    guard lstat(folder + "/identity", &status) == 0 else { return }
    throw Message(
      "there is a store at \(folder) already; nothing was changed",
      hint: "stipple --store \(folder) doctor; or another path", status: .notAllowed)
  }

  /// Makes a store and the key that it names: the key first, so that no store names one that is lost.
  private func withKey<Made>(
    _ folder: String, _ make: ((String) throws -> VerifierKey?) throws -> Made
  ) throws -> Made {
    let file = keyOptions.path(ofStore: folder)
    var isMade = false
    do {
      return try make { origin in
        let key = try SigningKey(name: origin)
        try KeyFile.write(key, to: file)
        isMade = true
        return key.verifier
      }
    } catch {
      if isMade { unlink(file) }
      throw error
    }
  }

  private func tell(_ folder: String, events: Int) throws {
    guard options.json else {
      options.say("made \(visible(folder)) · \(events) \(events == 1 ? "event" : "events")")
      options.say(
        "note: \(visible(keyOptions.path(ofStore: folder))) signs its checkpoints: keep it apart "
          + "from the store, and a copy of it safe")
      return
    }
    try options.write(
      Listing(columns: ["store", "events"], rows: [[.text(folder), .integer(Int64(events))]]))
  }
}
