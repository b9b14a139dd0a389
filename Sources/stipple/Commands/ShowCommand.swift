import ArgumentParser
import ClinicStore
import EventLog
import Reports

/// `stipple show STREAM`.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "How a client, session, lot … stands, in words.",
    discussion: """
      Due and expired are as of the log's last entry, or of the moment that --as-of names; the last \
      line says which.

        stipple show client/C1          history, allergies, consents, courses, what is next
        stipple show session/S1         what was done, what is open, what is missing
        stipple show lot/HA-7           status, expiry, where it was used
        stipple show staff/U2           credentials and training, valid or expired
        stipple show session/S1 --json  the row of its table
      """)

  @Argument(help: "What to show, such as session/S1.")
  var stream: String

  @OptionGroup var options: StoreOptions

  func run() throws {
    let name = try StreamID.required(stream)
    let store = try options.open()
    let summary = try StreamSummary(of: name, in: store, at: options.moment(in: store))
    try summary.write(to: ReportPage(options))
  }
}

extension StreamSummary {
  /// Writes the summary as the page's mode asks; as JSON, the row.
  func write(to page: ReportPage) throws {
    if page.isJSON {
      try page.write(json: [row])
      return
    }
    try page.write(table)
    try page.space()
    try page.write(lines: [footing])
  }
}
