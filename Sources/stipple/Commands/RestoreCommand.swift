import ArgumentParser
import ClinicStore
import EventLog
import Records

/// `stipple restore SRC DEST`.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make a store of a backup, and record in it that it was restored.",
    discussion: """
      Holds every byte of the backup SRC against its manifest before anything of it is opened, \
      copies it to DEST, verifies the copy, and records a store-restored event in it. Nothing \
      stands at DEST before all of that is done; a store is never written over.

      No file can tell that a newer one was lost. Where you kept a checkpoint, give it with \
      --against; where you only know how far the log had come, say so with --expect. An older \
      backup is then refused, unless you accept what is lost and say why.

        stipple restore /mnt/usb/clinic-2026-03-01 clinic.stipple --expect @3042 --actor U1
        stipple restore /mnt/usb/clinic-2026-03-01 clinic.stipple --against kept.note
        stipple restore /mnt/usb/clinic-2026-02-28 clinic.stipple --expect @3042 \\
            --accept-older --reason "the disk failed; the later backup does not read"
      """)

  @Argument(help: ArgumentHelp("The backup's folder.", valueName: "src"))
  var source: String

  @Argument(
    help: ArgumentHelp(
      "The store's folder to make; it must not exist, or be empty.", valueName: "dest"))
  var destination: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Refuse a backup that ends before this event, which the log is known to have had.",
      valueName: "@N"))
  var expect: String?

  @Flag(
    name: .long,
    help: "Restore although the backup ends before what is known; needs --reason.")
  var acceptOlder = false

  @Option(name: .long, help: "Why it is restored; the event keeps it.")
  var reason: String?

  @OptionGroup var against: AgainstOptions
  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions

  func run() throws {
    try options.refuseMoment()
    guard options.store == nil else {
      throw Message(
        "restore makes the store that it is given second; --store has no place here",
        hint: "stipple restore SRC DEST", note: "nothing was restored", status: .usage)
    }
    guard !acceptOlder || reason?.isEmpty == false else {
      throw Message(
        "--accept-older loses what came after the backup; say why", hint: "--reason …",
        note: "nothing was restored", status: .usage)
    }
    var plan = Restoring(source, to: destination, recordedBy: try options.recorder())
    plan.expected = try expect.map(parsePosition)
    plan.acceptsOlder = acceptOlder
    plan.reason = reason
    plan.confirmsClock = writing.confirmClock
    var progress = StepProgress("restore", options)
    defer { progress.finish() }
    let restored = try ClinicStore.restore(plan, known: against.roots) {
      try progress.update($0, $1, $2)
    }
    progress.finish()
    try tell(restored)
  }

  private func tell(_ restored: Restored) throws {
    let manifest = restored.manifest
    let recorded = restored.receipt?.envelope.position
    if options.json {
      try options.write(
        Listing(
          columns: ["restored", "store", "head", "root", "backed_up_at", "event"],
          rows: [
            [
              .text(destination), .text(manifest.store), .integer(Int64(manifest.head)),
              .text(manifest.root.hex), .text(manifest.madeAt.rfc3339),
              recorded.map { .integer(Int64($0)) } ?? .null,
            ]
          ]))
    } else {
      try options.write(
        Listing(
          columns: ["what", "value"],
          rows: [
            [.text("restored"), .text(destination)],
            [.text("store"), .text(manifest.store)],
            [.text("head"), .text("@\(manifest.head)")],
            [.text("root"), .text(manifest.root.hex)],
            [.text("backed_up_at"), .text(manifest.madeAt.rfc3339)],
            [.text("event"), recorded.map { .text("@\($0)") } ?? .null],
          ]))
    }
    options.say(
      "restored \(manifest.head.grouped) \(manifest.head == 1 ? "event" : "events") to "
        + "\(visible(destination)) · verified"
        + (recorded.map { " · recorded as @\($0)" } ?? ""))
    if let expected = plannedLoss(manifest.head) {
      options.say("note: what was recorded after @\(manifest.head), to @\(expected), is not in it")
    } else if expect == nil, against.against.isEmpty {
      options.say(
        "note: what was recorded after the backup, if anything, is not in it; "
          + "--against NOTE or --expect @N would tell")
    }
  }

  private func plannedLoss(_ head: UInt64) -> UInt64? {
    guard let expected = try? expect.map(parsePosition), expected > head else { return nil }
    return expected
  }
}
