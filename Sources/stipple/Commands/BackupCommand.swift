import ArgumentParser
import ClinicStore
import EventLog
import Records

/// `stipple backup DEST`.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Make a copy of the store as it is now, that has been verified.",
    discussion: """
      Makes the folder DEST with a compact copy of the store and a manifest: its SHA-256, its size, \
      where the log ends and the root of its tree. Others may record meanwhile. The copy is \
      verified, and read back from the disk, before it gets its name; until then it is DEST.part. \
      A backup is a store that is only read; copy it wherever you like.

        stipple backup /mnt/usb/clinic-2026-03-01
        stipple backup clinic-copy --json | jq -r '.[0].head'
        stipple --store clinic-copy query -c "select count(*) from sessions"
      """)

  @Argument(help: ArgumentHelp("The folder to make; nothing may be there.", valueName: "dest"))
  var destination: String

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard options.asOf == nil else {
      throw Message(
        "a backup is of the store as it is now, not as of a moment", hint: "leave out --as-of",
        note: "no backup was made", status: .usage)
    }
    let store = try options.open()
    var progress = StepProgress("backup", options)
    defer { progress.finish() }
    let manifest = try store.backUp(to: destination) { try progress.update($0, $1, $2) }
    progress.finish()
    try options.write(manifest.listing(folder: destination, isJSON: options.json))
    options.say(
      "backed up \(manifest.head.grouped) \(manifest.head == 1 ? "event" : "events") to "
        + "\(visible(destination)) · \(manifest.size.grouped) bytes · verified")
  }
}

/// Progress of work in steps, each told by its own name.
struct StepProgress {
  private let what: String
  private let options: StoreOptions
  private var step: BackupStep?
  private var progress: Progress

  init(_ what: String, _ options: StoreOptions) {
    self.what = what
    self.options = options
    progress = Progress(what, options)
  }

  mutating func update(_ step: BackupStep, _ done: Int, _ total: Int) throws(StoreError) {
    if step != self.step {
      progress.finish()
      progress = Progress("\(what): \(step.rawValue)", options)
      self.step = step
    }
    try progress.update(done: done, of: total)
  }

  mutating func finish() { progress.finish() }
}

extension BackupManifest {
  /// What is told of a backup: a line for each thing, or one object.
  func listing(folder: String, isJSON: Bool) -> Listing {
    let cells: [(String, Cell)] = [
      ("backup", .text(folder)),
      ("store", .text(store)),
      ("head", isJSON ? .integer(Int64(head)) : .text("@\(head)")),
      ("recorded_at", recordedAt.map { .text($0.rfc3339) } ?? .null),
      ("root", .text(root.hex)),
      ("size", .integer(Int64(size))),
      ("sha256", .text(sha256.hex)),
      ("made_at", .text(madeAt.rfc3339)),
    ]
    guard isJSON else {
      return Listing(columns: ["what", "value"], rows: cells.map { [.text($0.0), $0.1] })
    }
    return Listing(columns: cells.map(\.0), rows: [cells.map(\.1)])
  }
}
