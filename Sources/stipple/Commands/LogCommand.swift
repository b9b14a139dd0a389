import ArgumentParser
import Clinic
import ClinicStore
import EventLog
import Glibc
import Records
import Reports

/// `stipple log`.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "The events, oldest first.",
    discussion: """
        stipple log --stream session/S1          one stream
        stipple log --type needle-pass-made      one type
        stipple log -n 5 --reverse               the last five
        stipple log -f                           go on as events come; Ctrl-C ends it
      """)

  @Flag(name: [.customShort("f"), .long], help: "Go on with events as they are recorded.")
  var follow = false

  @Option(name: .long, help: ArgumentHelp("Only events after this one.", valueName: "@N"))
  var since: String?

  @Option(name: .long, help: ArgumentHelp("Only this stream, such as session/S1."))
  var stream: String?

  @Option(name: .long, help: ArgumentHelp("Only this type, such as serum-applied."))
  var type: String?

  @Option(name: .customShort("n"), help: ArgumentHelp("At most this many.", valueName: "count"))
  var limit: Int?

  @Flag(name: .long, help: "Newest first.")
  var reverse = false

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard !(follow && reverse) else {
      throw Message("-f and --reverse do not go together", status: .usage)
    }
    if let limit, limit < 1 { throw Message("-n takes 1 or more", status: .usage) }
    guard !(follow && options.asOf != nil) else {
      throw Message("-f goes on from now; --as-of asks about the past", status: .usage)
    }
    let store = try options.open()
    var range = EventRange(
      after: try since.map(parsePosition) ?? 0,
      through: try options.moment(in: store)?.position ?? .max,
      stream: try stream.map(StreamID.required),
      type: try type.map(EventType.required))
    range.order = reverse ? .reverse : .forward
    range.limit = limit
    let rows = ResultWriter(mode, to: .standardOutput, page: options.page)
    rows.begin(columns: Self.columns)
    let last = try store.forEachEvent(range) { event in
      rows.row(Self.cells(event, in: store))
    }
    if follow {
      rows.flush()
      range.after = max(last, range.after)
      try store.follow(range, pause: waitForMore) { event in
        let goesOn = rows.row(Self.cells(event, in: store))
        rows.flush()
        return goesOn
      }
    }
    try rows.end()
  }

  /// What follows has no end: rows go out as they come, not as a laid-out table or one array.
  private var mode: OutputMode {
    switch options.outputMode {
    case .table where follow: .tsv
    case .json where follow: .ndjson
    default: options.outputMode
    }
  }

  /// What a row says of an event.
  static let columns = ["event", "when", "who", "stream", "what", "detail"]

  private static func cells(_ event: StoredEvent, in store: ClinicStore) -> [Cell] {
    texts(event, in: store).map { .text($0) }
  }

  /// One event as a row: when and who, what, and its data in a line.
  static func texts(_ event: StoredEvent, in store: ClinicStore) -> [String] {
    let envelope = event.envelope
    // A log goes on over what it cannot put into words; verify finds what is damaged.
    let detail = (try? EventDetail(of: event, in: store))?.text ?? ""
    let type = EventType.numbered(envelope.type)
    return [
      "@\(envelope.position)", store.zone.display(envelope.occurredAt), envelope.performedBy,
      envelope.stream.text, type?.name ?? "type \(envelope.type)", detail,
    ]
  }

  /// Waits a little; false once Ctrl-C was pressed.
  private func waitForMore() -> Bool {
    usleep(200_000)
    return !Interrupts.pending
  }
}
