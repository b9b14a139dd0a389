import ArgumentParser
import Clinic
import ClinicStore
import EventLog

/// `stipple correct @N field=value --reason R`.
struct CorrectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "Correct one field of an event; the original stays readable.",
    discussion: """
      Records an entry-corrected beside the event. Tables then show the new value and that it was \
      amended; what was first written stays in the log, and a corrected lot stays in both recalls.

        stipple correct @23 lot=HA-8 --reason wrong_lot --actor U2
        stipple correct @23 occurred_at=2026-03-01T10:05:00Z --reason wrong_time
        stipple correct @23 note:=null --reason transcription       takes a value away

      Reasons: transcription, wrong_client, wrong_lot, wrong_time, omitted, other.
      """)

  @Argument(help: ArgumentHelp("The event, by its position.", valueName: "@N"))
  var target: String

  @Argument(help: "The field and its right value; field:=JSON for a list.")
  var change: String

  @Option(name: .long, help: ArgumentHelp("Why.", valueName: "reason"))
  var reason: String

  @Option(name: .long, help: "More about why, in words.")
  var note: String?

  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions

  func run() throws {
    try options.refuseMoment()
    let store = try options.open()
    let entry = try store.correction(
      of: try parsePosition(target), change: change, reason: reason, note: note,
      recordedBy: try options.recorder())
    let receipts = try store.record([entry], confirmClock: writing.confirmClock)
    try options.write(receipts, zone: store.zone)
  }
}

/// `stipple strike @N --reason R`.
struct StrikeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strike",
    abstract: "Strike out an event that never happened, or stands in the wrong chart.",
    discussion: """
      Records an entry-struck-out. The event no longer counts in any table; it stays in the log, \
      and a strike-out can itself be struck out.

        stipple strike @31 --reason never_happened --actor U2
      """)

  @Argument(help: ArgumentHelp("The event, by its position.", valueName: "@N"))
  var target: String

  @Option(name: .long, help: ArgumentHelp("never_happened or wrong_chart.", valueName: "reason"))
  var reason: String

  @OptionGroup var options: StoreOptions
  @OptionGroup var writing: WritingOptions

  func run() throws {
    try options.refuseMoment()
    let store = try options.open()
    let entry = try store.strikeOut(
      of: try parsePosition(target), reason: reason, recordedBy: try options.recorder())
    let receipts = try store.record([entry], confirmClock: writing.confirmClock)
    try options.write(receipts, zone: store.zone)
  }
}
