import ArgumentParser
import ClinicStore
import EventLog
import Reports

/// `stipple diff STREAM|TABLE A B`.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What changed between two moments, column by column, and by which event.",
    discussion: """
      Of a stream, its row's columns at both moments with the event that changed each, who and why. Of \
      a table, the rows added, changed and removed; --json has all their columns. A and B are moments; \
      B is now unless it is given, and may lie before A.

        stipple diff session/S1 @49
        stipple diff session/S1 2026-03-01 2026-03-31
        stipple diff sessions 7d-ago now
        stipple diff pain_scores @40 @52 --json
      """)

  @Argument(
    help: ArgumentHelp(
      "A stream, such as session/S1, or a table, such as sessions.", valueName: "stream-or-table"))
  var subject: String

  @Argument(
    help: ArgumentHelp("The first moment: @3041, @-1, 2026-01-05, 2d-ago, now.", valueName: "a"))
  var first: String

  @Argument(help: ArgumentHelp("The second moment.", valueName: "b"))
  var second = "now"

  @OptionGroup var options: StoreOptions

  func run() throws {
    if options.asOf != nil {
      throw Message(
        "diff names its two moments itself", hint: "stipple diff \(subject) \(first) \(second)",
        status: .usage)
    }
    let subject = try MomentDiff.Subject(subject)
    let store = try options.open()
    var work = Progress("diff", options)
    defer { work.finish() }
    let diff = try MomentDiff(
      of: subject, from: store.moment(first), to: store.moment(second), in: store
    ) { (done, total) throws(StoreError) in
      try work.update(done: done, of: total)
    }
    work.finish()
    try diff.write(to: ReportPage(options))
  }
}

extension MomentDiff {
  /// Writes the comparison as the page's mode asks.
  func write(to page: ReportPage) throws {
    if page.isJSON {
      try page.write(json: json)
      return
    }
    try page.write(lines: [heading], isHeading: true)
    try page.space()
    if !rows.isEmpty {
      try page.write(page.mode == .table && isWide ? folding : listing)
      try page.space()
    }
    try page.write(lines: [summary])
  }
}
