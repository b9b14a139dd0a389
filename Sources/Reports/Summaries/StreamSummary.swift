import Clinic
public import ClinicStore
public import EventLog
public import Records

/// How one stream stands, in words: what is open, due, in force, amended.
public struct StreamSummary: Sendable {
  /// One thing that is said of it.
  public struct Line: Hashable, Sendable {
    /// What it is about, in a word or two.
    public let what: String
    /// What is to be said.
    ///
    /// Personal: it may name a client.
    public let value: String
  }

  /// The stream.
  public let stream: StreamID
  /// What is to be said of it, the most important first.
  public let lines: [Line]
  /// How many events stand behind it, and when the log last took one.
  public let footing: String
  /// The row of its table, without hidden columns.
  public let row: JSONValue

  /// The summary of a stream as of a moment; of now, if none is given.
  ///
  /// - Throws: ``StoreError`` where it was never begun or has no row, or what is stored is damaged.
  public init(
    of stream: StreamID, in store: ClinicStore, at moment: Moment? = nil
  ) throws(StoreError) {
    self = try store.atOneMoment(moment) { try StreamSummary(of: stream, in: $0) }
  }

  init(of stream: StreamID, in store: Snapshot) throws {
    let events = try store.effective(stream)
    guard let kind = stream.streamKind, var state = ClinicState(kind, id: stream.id) else {
      throw StoreError(
        .refused, "\(stream.text) has events and no row of its own",
        hint: "stipple log --stream \(stream.text)")
    }
    for event in events { state.take(event) }
    var writer = try SummaryWriter(events: events, store: store)
    try writer.describe(state, in: store)
    writer.sayAmendments()
    self.stream = stream
    lines = writer.lines
    footing = writer.footing(of: stream)
    row = Self.row(of: state)
  }

  private static func row(of state: ClinicState) -> JSONValue {
    let record = state.encoded()
    let type = state.table.record
    return .object(
      type.fields.filter { !$0.isHidden }.map { field in
        let json = type.json(ofField: field, in: record.span.bytes)
        return .init(key: field.name, value: (try? JSONValue(parsing: json)) ?? .null)
      })
  }

  /// The lines as a table of two columns.
  public var table: ReportTable {
    ReportTable(
      columns: ["what", "value"], rows: lines.map { [$0.what, $0.value] }, longColumns: 1)
  }
}

/// Collects the lines of a summary.
struct SummaryWriter {
  let events: [EffectiveEvent]
  let zone: ClinicZone
  /// The moment of the summary, when the log last took an entry.
  let moment: Instant
  private let head: Head
  private(set) var lines: [StreamSummary.Line] = []

  init(events: [EffectiveEvent], store: Snapshot) throws(StoreError) {
    self.events = events
    zone = store.zone
    moment = try store.moment()
    head = try store.head()
  }

  /// Says something, if there is something to say.
  mutating func say(_ what: String, _ value: String?) {
    if let value, !value.isEmpty { lines.append(.init(what: what, value: value)) }
  }

  /// The clinic's day of an instant.
  func day(_ instant: Instant) -> String { zone.date(instant).iso }

  /// The clinic's day of the moment.
  var today: CalendarDate { zone.date(moment) }

  mutating func describe(_ state: ClinicState, in store: Snapshot) throws {
    if !state.isOpened { say("opened", "no: the entry that began it is struck out") }
    switch state {
    case .client(let kept): try describe(kept.row, in: store)
    case .course(let kept): try describe(kept.row, in: store)
    case .booking(let kept): try describe(kept.row, in: store)
    case .session(let kept): try describe(kept.row, in: store)
    case .product(let kept): try describe(kept.row, in: store)
    case .lot(let kept): try describe(kept.row, in: store)
    case .device(let kept): try describe(kept.row, in: store)
    case .staff(let kept): describe(kept.row)
    case .protocol(let kept): describe(kept.row)
    }
  }

  /// Each amendment that is in force, a line each.
  mutating func sayAmendments() {
    for event in events where event.target?.isInForce == true {
      let act = if case .any(.entryStruckOut) = event.event { "struck out" } else { "amended" }
      let who = "@\(event.envelope.position) by \(event.envelope.performedBy)"
      say(act, "\(EventDetail(event, zone: zone).text), \(who)")
    }
  }

  /// `session/S1 · 25 events, the last @48 · as of @52, 2026-03-29 08:31`.
  func footing(of stream: StreamID) -> String {
    let last = events.last?.envelope.position ?? 0
    return "\(stream.text) · \(Words.count(events.count, "event", "events")), the last @\(last)"
      + " · \(head.asOf(zone))"
  }
}
