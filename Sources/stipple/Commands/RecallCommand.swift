import ArgumentParser
import ClinicStore
import Reports

/// `stipple recall --lot L`.
struct RecallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recall",
    abstract: "Clients and sessions of a lot, corrected entries included, and who is told.",
    discussion: """
      A lot is named by its id or by its number, in any case. An entry that was corrected from one \
      lot to another stands in the recall of both; one that was struck out is shown, and nobody is \
      told for it. A client counts as told once they were reached.

        stipple recall --lot HA-7
        stipple recall --lot HA-7 --json | jq '.[].not_told'
        stipple record recall-client-notified lot/HA-7 client=C1 session=S1 channel=phone \\
            outcome=reached --actor U1
      """)

  @Option(name: .long, help: ArgumentHelp("The lot, by id or number.", valueName: "lot"))
  var lot: String

  @OptionGroup var options: StoreOptions

  func run() throws {
    let store = try options.open()
    let report = try RecallReport(of: lot, in: store, at: options.moment(in: store))
    try report.write(to: ReportPage(options))
  }
}

extension RecallReport {
  /// Writes the recall as the page's mode asks.
  func write(to page: ReportPage) throws {
    if page.isJSON {
      try page.write(json: json)
      return
    }
    try page.write(lines: heading, isHeading: true)
    try page.space()
    try page.write(table)
    if !strayLines.isEmpty { try page.space() }
    try page.write(lines: strayLines)
    try page.space()
    try page.write(lines: [summary])
  }
}
