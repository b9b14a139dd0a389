import ArgumentParser
import ClinicStore

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
      """)

  @Argument(help: "The folder to make; it must not exist, or be empty.")
  var path: String?

  @Option(name: .long, help: "The clinic's name.")
  var clinic = "Clinic"

  @Option(
    name: .long, help: ArgumentHelp("Its time zone, by tzdata's name.", valueName: "zone"))
  var zone = "UTC"

  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions

  func run() throws {
    let folder = path ?? options.path
    guard let zone = ClinicZone(zone) else {
      throw Message(
        "no time zone has that name; nothing was made",
        hint: "a name from tzdata, such as Europe/London or America/Toronto", status: .badInput)
    }
    let actor = writing.actor ?? environment("STIPPLE_ACTOR") ?? "U1"
    _ = try ClinicStore.create(at: folder, clinic: clinic, zone: zone, recordedBy: actor)
    if options.json {
      try options.write(
        Listing(columns: ["store", "events"], rows: [[.text(folder), .integer(1)]]))
      return
    }
    options.say("made \(visible(folder)) · 1 event")
    options.say(
      "hint: stipple --store \(visible(folder)) record staff-enrolled staff/\(visible(actor)) "
        + "name=\"…\" role=owner --actor \(visible(actor))")
  }
}
