import ArgumentParser
import ClinicStore
import EventLog
import Glibc
import Records

/// `stipple import FILE|-`.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Record events from NDJSON, one JSON object a line.",
    discussion: """
      Without --batch the whole file is one transaction: all of it is recorded, or nothing is. \
      Each line is:

        {"stream":"session/S1","type":"serum-applied","occurred_at":"2026-03-01T10:05:00+00:00",
         "recorded_by":"U1","data":{…}}

      with, where wanted, event_id, expected_version, performed_by, late_reason, override, reason, \
      correlation and causation.

        stipple import visit.ndjson --dry-run          says what would happen, writes nothing
        stipple import visit.ndjson --rejects bad.ndjson   sets refused lines aside, records the rest
        stipple import year.ndjson --batch 1000        commits as it goes; run again to go on
        stipple --store new.stipple import log.ndjson --as-recorded    an export, as it was
        stipple --store new.stipple import clinic.log --as-recorded    and of --format log, byte for byte
      """)

  @Argument(help: "The file, or - for standard input.")
  var file: String

  @Flag(name: .long, help: "Check every line and write nothing.")
  var dryRun = false

  @Option(
    name: .long, help: ArgumentHelp("Write refused lines here and go on.", valueName: "file"))
  var rejects: String?

  @Flag(
    name: .long, help: "Keep recorded_at, order and deviations; only into an empty store.")
  var asRecorded = false

  @Option(
    name: .long,
    help: ArgumentHelp("Commit every so many lines; each needs an event_id.", valueName: "lines"))
  var batch: Int?

  @OptionGroup var options: StoreOptions

  func run() throws {
    try options.refuseMoment()
    if let batch, batch < 1 { throw Message("--batch takes 1 or more", status: .usage) }
    guard !(asRecorded && (batch != nil || rejects != nil)) else {
      throw Message(
        "--as-recorded takes the whole file or nothing", hint: "leave out --batch and --rejects",
        status: .usage)
    }
    let lines = try LineSource(path: file)
    if try lines.isLog {
      try importLog(lines)
      return
    }
    if asRecorded {
      try tell(
        ClinicStore.importAsRecorded(lines, at: options.path, isDryRun: dryRun), of: "line")
      return
    }
    var plan = ImportPlan()
    plan.isDryRun = dryRun
    plan.batch = batch
    plan.collectsRejects = rejects != nil
    let store = try options.open()
    let setAside = try rejects.map { (path) throws(Message) in
      try Destination.file(path, protecting: options.path)
    }
    let outcome = try store.importLines(lines, plan: plan) { (reject) throws(StoreError) in
      // An error like any other, so `-q` does not silence it.
      let message = Message(reject.error.at("line \(reject.number)"))
      try? Destination.standardError.write(message.text(.errors))
      do throws(OutputError) { try setAside?.write(reject.line + [UInt8(ascii: "\n")]) } catch {
        throw StoreError(.io, "cannot write \(rejects ?? ""): \(error.reason)")
      }
    }
    try setAside?.close()
    try tell(outcome, of: "line")
    if outcome.rejected > 0 { throw ExitStatus.badInput }
  }

  /// A file of stored events, which `export --format log` wrote.
  private func importLog(_ source: LineSource) throws {
    guard asRecorded else {
      throw Message(
        "this is a log as it was recorded; nothing was recorded",
        hint: "--as-recorded, with --store and a path where there is no store yet",
        status: .badInput)
    }
    var progress = Progress("import", options)
    defer { progress.finish() }
    let outcome = try ClinicStore.importLog(source, at: options.path, isDryRun: dryRun) {
      try progress.update(done: $0, of: $1)
    }
    progress.finish()
    try tell(outcome, of: "event")
  }

  private func tell(_ outcome: ImportOutcome, of thing: String) throws {
    if options.json {
      try options.write(
        Listing(
          columns: ["lines", "recorded", "known", "rejected", "from", "to"],
          rows: [
            [
              .integer(Int64(outcome.lines)), .integer(Int64(outcome.recorded)),
              .integer(Int64(outcome.known)), .integer(Int64(outcome.rejected)),
              outcome.first.map { .integer(Int64($0)) } ?? .null,
              outcome.last.map { .integer(Int64($0)) } ?? .null,
            ]
          ]))
    } else {
      options.say(summary(outcome, of: thing))
    }
  }

  private func summary(_ outcome: ImportOutcome, of thing: String) -> String {
    var text = "\(dryRun ? "would record" : "recorded") \(outcome.recorded) of \(outcome.lines) "
    text += outcome.lines == 1 ? thing : "\(thing)s"
    if let first = outcome.first, let last = outcome.last { text += ", @\(first) to @\(last)" }
    if outcome.known > 0 { text += " · \(outcome.known) known before" }
    if outcome.rejected > 0, let rejects {
      text += " · \(outcome.rejected) set aside in \(visible(rejects))"
    }
    return text + (dryRun ? " · nothing was recorded" : "")
  }
}
