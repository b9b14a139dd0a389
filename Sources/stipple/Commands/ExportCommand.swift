import ArgumentParser
import ClinicStore
import EventLog
import Records

/// `stipple export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write events as NDJSON, or as the exact bytes that are stored.",
    discussion: """
      What export writes, import --as-recorded reads back into an empty store. From ndjson, every \
      field of the envelope in it: the same positions and the same tables. From log, the exact \
      stored bytes: also the same bytes, and the same root of the tree.

        stipple export -o log.ndjson
        stipple export --since @3000 | jq .type
        stipple export --format log -o clinic.log
        stipple --store copy.stipple import clinic.log --as-recorded
      """)

  /// What events are written as.
  enum Format: String, OptionWord {
    case ndjson, log
  }

  @Option(
    name: .long, help: ArgumentHelp("ndjson, or log: the exact stored bytes.", valueName: "format"))
  var format: Format = .ndjson

  @Option(name: .long, help: ArgumentHelp("Only events after this one.", valueName: "@N"))
  var since: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write here (0600) rather than to standard output.", valueName: "file"))
  var output: String?

  @OptionGroup var options: StoreOptions

  func run() throws {
    try refuseBytesWhereTextIsMeant()
    let store = try options.open()
    var progress = Progress("export", options)
    defer { progress.finish() }
    let count: Int
    if let output {
      count = try WholeFile.write(to: output, protecting: options.path) {
        try export(store, to: $0, &progress)
      }
    } else {
      count = try export(store, to: .standardOutput, &progress)
    }
    progress.finish()
    if let output {
      options.say("wrote \(count.grouped) \(count == 1 ? "event" : "events") to \(visible(output))")
    }
  }

  private func refuseBytesWhereTextIsMeant() throws(Message) {
    guard format == .log else { return }
    guard !options.json else {
      throw Message("--format log is bytes, not JSON", hint: "leave out --json", status: .usage)
    }
    guard output != nil || !Destination.standardOutput.isTerminal else {
      throw Message(
        "--format log is bytes, not text: they do not go to a terminal", hint: "-o FILE",
        status: .usage)
    }
  }

  /// Writes the events that were asked for; answers how many.
  private func export(
    _ store: ClinicStore, to destination: Destination, _ progress: inout Progress
  ) throws -> Int {
    let after = try since.map(parsePosition) ?? 0
    let through = try options.moment(in: store)?.position ?? .max
    switch format {
    case .log:
      return try store.exportLog(after: after, through: through) {
        try progress.update(done: $0, of: $1)
      } write: {
        try destination.write($0)
      }
    case .ndjson:
      return try lines(of: store, EventRange(after: after, through: through), to: destination) {
        try progress.update(done: $0, of: $1)
      }
    }
  }

  private func lines(
    of store: ClinicStore, _ range: EventRange, to destination: Destination,
    progress: (_ done: Int, _ of: Int) throws -> Void
  ) throws -> Int {
    let end = try min(store.head().position, range.through)
    let total = Int(end - min(range.after, end))
    var count = 0
    var buffer: [UInt8] = options.json ? Array("[".utf8) : []
    var failure: (any Error)?
    _ = try store.forEachEvent(range) { event in
      if options.json && count > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer += EventLine.json(of: event)
      buffer.append(UInt8(ascii: "\n"))
      count += 1
      guard buffer.count >= 1 << 16 else { return true }
      do {
        try destination.write(buffer)
        buffer.removeAll(keepingCapacity: true)
        try progress(count, total)
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    if options.json { buffer += Array("]\n".utf8) }
    try destination.write(buffer)
    return count
  }
}
