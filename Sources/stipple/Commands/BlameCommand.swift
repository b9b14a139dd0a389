import ArgumentParser
import ClinicStore
import EventLog
import Reports

/// `stipple blame STREAM`.
struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "For each column of a row now: which event set it, who, when.",
    discussion: """
      The event is the last at which the column changed: a correction made the value that it \
      corrected, a strike the value that came back with it. Columns that no event ever touched are \
      left out; --all lists them too. With --as-of, the row as it was known then.

        stipple blame session/S1
        stipple blame client/C1 --as-of @40
        stipple blame session/S1 --json | jq '.[] | select(.set_by.amends)'
      """)

  @Argument(help: "Whose row, such as session/S1.")
  var stream: String

  @Flag(name: .long, help: "Also the columns that no event ever touched.")
  var all = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    let name = try StreamID.required(stream)
    let store = try options.open()
    let blame = try StreamBlame(of: name, all: all, in: store, at: options.moment(in: store))
    try blame.write(to: ReportPage(options))
  }
}

extension StreamBlame: ListedAnswer {}
