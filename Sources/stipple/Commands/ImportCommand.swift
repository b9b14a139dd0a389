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
    var plan = ImportPlan()
    plan.isDryRun = dryRun
    plan.batch = batch
    plan.collectsRejects = rejects != nil
    let store =
      asRecorded
      ? try ClinicStore.openOrCreateEmpty(at: options.path)
      : try options.open()
    let setAside = try rejects.map { (path) throws(Message) in
      try Destination.file(path, protecting: options.path)
    }
    let outcome =
      asRecorded
      ? try store.importAsRecorded(lines, isDryRun: dryRun)
      : try store.importLines(lines, plan: plan) { reject in
        try? setAside?.write(reject.line + [UInt8(ascii: "\n")])
        options.say(Message(reject.error.at("line \(reject.number)")).text())
      }
    try setAside?.close()
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
      options.say(summary(outcome))
    }
    if outcome.rejected > 0 { throw ExitStatus.badInput }
  }

  private func summary(_ outcome: ImportOutcome) -> String {
    var text = "\(dryRun ? "would record" : "recorded") \(outcome.recorded) of \(outcome.lines) "
    text += outcome.lines == 1 ? "line" : "lines"
    if let first = outcome.first, let last = outcome.last { text += ", @\(first) to @\(last)" }
    if outcome.known > 0 { text += " · \(outcome.known) known before" }
    if outcome.rejected > 0, let rejects {
      text += " · \(outcome.rejected) set aside in \(visible(rejects))"
    }
    return text + (dryRun ? " · nothing was written" : "")
  }
}

/// `stipple export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write events as NDJSON, every field of the envelope with them.",
    discussion: """
      What export writes, import --as-recorded reads back into an empty store: the same positions \
      and the same tables.

        stipple export -o log.ndjson
        stipple export --since @3000 | jq .type
      """)

  @Option(name: .long, help: ArgumentHelp("Only events after this one.", valueName: "@N"))
  var since: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write here (0600) rather than to standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var options: StoreOptions

  func run() throws {
    let store = try options.open()
    let destination =
      try output.map { (path) throws(Message) in
        try Destination.file(path, protecting: options.path)
      } ?? .standardOutput
    var range = EventRange(
      after: try since.map(parsePosition) ?? 0,
      through: try options.moment(in: store)?.position ?? .max)
    range.order = .forward
    var count = 0
    var buffer: [UInt8] = options.json ? Array("[".utf8) : []
    var failure: OutputError?
    _ = try store.forEachEvent(range) { event in
      if options.json && count > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer += EventLine.json(of: event)
      buffer.append(UInt8(ascii: "\n"))
      count += 1
      guard buffer.count >= 1 << 16 else { return true }
      do throws(OutputError) {
        try destination.write(buffer)
        buffer.removeAll(keepingCapacity: true)
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    if options.json { buffer += Array("]\n".utf8) }
    try destination.write(buffer)
    try destination.close()
    if let output {
      options.say("wrote \(count) \(count == 1 ? "event" : "events") to \(visible(output))")
    }
  }
}
