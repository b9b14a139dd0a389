import ArgumentParser
import Clinic
import ClinicStore

/// `stipple rebuild`.
struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Make every table and index anew from the log.",
    discussion: """
      The log is folded in memory, and the tables are replaced in one transaction: all of them, or \
      none. The log itself is not touched. Others may read meanwhile; recording waits.

        stipple rebuild --dry-run     what would change, table by table; nothing is written
        stipple rebuild
      """)

  @Flag(name: .long, help: "Say what would change and write nothing.")
  var dryRun = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard options.asOf == nil else {
      throw Message(
        "tables are made anew as they are now, not as of a moment",
        hint: "stipple replay --to \(options.asOf ?? "@N")", note: "nothing was changed",
        status: .usage)
    }
    let store = try ClinicStore.openAsFound(at: options.path)
    var progress = Progress("rebuild", options)
    defer { progress.finish() }
    if dryRun {
      let changes = try store.changesOfRebuild { try progress.update(done: $0, of: $1) }
      progress.finish()
      try tell(changes)
    } else {
      let rebuilt = try store.rebuild { try progress.update(done: $0, of: $1) }
      progress.finish()
      try tell(rebuilt)
    }
  }

  private func tell(_ rebuilt: Rebuilt) throws {
    try options.write(
      Listing(
        columns: ["table", "rows", "index_entries"],
        rows: rebuilt.tables.map {
          [.text($0.table.name), .integer(Int64($0.rows)), .integer(Int64($0.entries))]
        }))
    options.say(
      "\(rebuilt.tables.count) tables made anew from \(rebuilt.events.grouped) events")
  }

  private func tell(_ changes: [TableChange]) throws {
    try options.write(
      Listing(
        columns: [
          "table", "rows", "added", "changed", "removed", "entries_added", "entries_removed",
        ],
        rows: changes.map { change in
          [.text(change.table.name)]
            + [
              change.rows, change.added, change.changed, change.removed, change.entriesAdded,
              change.entriesRemoved,
            ].map { .integer(Int64($0)) }
        }))
    let others = changes.count { !$0.isNothing }
    options.say(
      (others == 0
        ? "every table is as the log makes it"
        : "\(others) of \(changes.count) tables would change") + "; nothing was written")
  }
}
