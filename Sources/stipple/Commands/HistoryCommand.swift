import ArgumentParser
import ClinicStore
import EventLog
import Reports

/// `stipple history STREAM`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Each state of a row, and the event that made it.",
    discussion: """
      Every event of the stream, when it happened and when the log took it, who did it, what it says, \
      and the columns of the stream's row that it changed. With --field, only the events that changed \
      that column. With --as-of, what was known then.

        stipple history session/S1
        stipple history session/S1 --field serum_volume_ml
        stipple history lot/HA-7 --as-of 2026-03-01
        stipple query -c "select * from sessions_history where id = 'S1'"
      """)

  @Argument(help: "Whose row, such as session/S1.")
  var stream: String

  @Option(name: .long, help: "Only the states in which this column changed.")
  var field: String?

  @OptionGroup var options: StoreOptions

  func run() throws {
    let name = try StreamID.required(stream)
    let store = try options.open()
    let history = try StreamHistory(
      of: name, field: field, in: store, at: options.moment(in: store))
    try history.write(to: ReportPage(options))
  }
}

extension StreamHistory: ListedAnswer {}
