import ArgumentParser
import Clinic
import ClinicStore
import Records

/// `stipple replay`.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Rebuild tables in memory, from the log alone, as they were at any moment.",
    discussion: """
      Nothing stored is asked but the log, and nothing is written. The digest of a table is the \
      SHA-256 of its rows in the order of their keys, each as a line of JSON: what --table T \
      --mode ndjson prints. Two stores, or one store before and after, agree if their digests do.

        stipple replay                           how many rows each table has
        stipple replay --to @3020 --digest       the replay certificate of a moment
        stipple replay --table sessions --to 2026-01-31
        stipple replay --table sessions --mode ndjson | sha256sum

      JSON modes print rows as the log's own JSON: true and false, all decimals, no nulls. The \
      others show columns as SQL does, hidden ones too.
      """)

  @Option(
    name: .long,
    help: ArgumentHelp("The moment to stop at: @3020, a date, a time.", valueName: "when"))
  var to: String?

  @Flag(name: .long, help: "Print a SHA-256 of each table.")
  var digest = false

  @Option(name: .long, help: ArgumentHelp("Print the rows of this table.", valueName: "name"))
  var table: String?

  @OptionGroup var options: StoreOptions

  func run() throws {
    let tables = try table.map { (name) throws(Message) in [try TableType.required(name)] }
    guard to == nil || options.asOf == nil else {
      throw Message("--to and --as-of say the same; give one of them", status: .usage)
    }
    let store = try ClinicStore.openAsFound(at: options.path)
    let moment = try (to ?? options.asOf).map { try store.moment($0) }
    var progress = Progress("replay", options)
    defer { progress.finish() }
    let replay = try store.replay(tables ?? TableType.all, through: moment?.position) {
      try progress.update(done: $0, of: $1)
    }
    progress.finish()
    if digest {
      let digests = try replay.tables.map { table in
        try table.digest { try progress.update(done: 0, of: 0) }
      }
      try options.write(
        Listing(
          columns: ["table", "rows", "sha256"],
          rows: digests.map { [.text($0.table.name), .integer(Int64($0.rows)), .text($0.sha256)] }))
    } else if tables != nil, let rows = replay.tables.first {
      try ReplayedRows(rows).write(options)
    } else {
      try options.write(
        Listing(
          columns: ["table", "rows"],
          rows: replay.tables.map { [.text($0.type.name), .integer(Int64($0.count))] }))
    }
    let events = replay.position == 1 ? "event" : "events"
    options.say("from \(replay.position.grouped) \(events), up to @\(replay.position)")
  }
}

extension TableType {
  /// The table of a name; says what there is where there is none.
  static func required(_ name: String) throws(Message) -> TableType {
    if let table = named(name) { return table }
    throw Message(
      "no such table: \(name)",
      hint: Suggestion.hint(for: name, among: all.map(\.name)), status: .usage)
  }
}
