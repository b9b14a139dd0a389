import Clinic
import EventLog
import LMDB
import Records
import Synchronization

/// Records entries within one write transaction: rules, log, rows, in that order.
///
/// An entry that is refused has changed nothing in the transaction.
struct Scribe {
  let store: ClinicStore
  /// The store's, held here since it would be copied at every event if it were asked of the store.
  private let log: EventLog
  private let clock: OffsetInstant
  private let confirmsClock: Bool
  /// What rows the entries make.
  let rows: WaitingRows
  /// The states that rules have asked for and entries have made.
  private(set) var states = StateCache()
  /// What fact rows are made with.
  var sink = FactSink(.all)
  /// Where the log ends, once it has been found.
  private var end: LogEnd?
  /// Whether events were appended, so that the end has moved.
  private var hasAppended = false
  /// The whole log folded, once an event was taken as recorded: all tables are then made at once,
  /// since no rule asks for a row on the way, and sorted rows go in behind one another.
  private var taken: FoldBehind?

  init(_ store: ClinicStore, clock: OffsetInstant, confirmsClock: Bool) {
    self.store = store
    log = store.log
    self.clock = clock
    self.confirmsClock = confirmsClock
    rows = WaitingRows(TableRows(row: store.row, index: store.index))
  }

  /// Records one entry, or answers an event id that was recorded before.
  ///
  /// - Parameters:
  ///   - known: what the entry says, where that was read before.
  ///   - path: what errors put before the names of the data's fields.
  mutating func record(
    _ entry: Entry, saying known: ClinicEvent? = nil, at path: String = "",
    in txn: inout WriteTransaction
  ) throws -> Receipt {
    guard entry.isOwn || !entry.type.isStoresOwn else {
      throw StoreError(
        .refused, "\(entry.type.name) is recorded by the store itself; not recorded",
        hint: entry.type.number == CheckpointKeyRotated.eventType.number
          ? "stipple checkpoint --new-key" : "stipple restore")
    }
    var draft = Draft(
      entry.stream.target, type: entry.type.number, schema: entry.type.version,
      payload: entry.payload, recordedBy: entry.recordedBy,
      occurredAt: entry.occurredAt?.instant, precision: entry.occurredAt?.precision,
      performedBy: entry.performedBy, entryMode: entry.mode == .live ? nil : entry.mode,
      lateReason: entry.lateReason,
      correlation: entry.correlation, causation: entry.causation, eventID: entry.eventID,
      expectedVersion: entry.expectedVersion)
    if let answered = try log.answered(draft, in: txn.view) {
      return Receipt(envelope: answered.envelope, type: entry.type, isRepeat: true)
    }
    try entry.refuseBlanks(path)
    if case .new(let kind, let prefix) = draft.target {
      let id = try log.nextID(kind: kind, prefix: prefix, in: &txn)
      draft.target = .stream(StreamID(kind: kind, id: id))
    }
    if states.isFull {
      try rows.writeStates(in: &txn)
      states.forget()
    }
    try findEnd(in: txn.view)
    let event = try known ?? entry.event
    try judge(&draft, entry, event, in: &txn)
    let appended = try log.append(
      draft, after: &end!, to: &txn, clock: clock, confirmClock: confirmsClock)
    hasAppended = true
    let stored = StoredEvent(envelope: appended.envelope, payload: draft.payload)
    try fold(EffectiveEvent(stored, event), in: &txn)
    return Receipt(envelope: appended.envelope, type: entry.type, isRepeat: false)
  }

  /// Records one line of an import.
  mutating func record(
    _ line: ReadLine, needsEventID: Bool, in txn: inout WriteTransaction
  ) throws -> Receipt {
    let entry = try line.entry.get()
    guard entry.eventID != nil || !needsEventID else {
      throw StoreError(
        .badInput, "event_id: is missing",
        hint: "an import in batches goes on after a fault by event_id: give each line one")
    }
    return try record(entry, saying: line.event, at: "data", in: &txn)
  }

  /// Takes an event as it was recorded, rules unasked; ``finish(in:)`` then makes the tables.
  mutating func take(_ event: StoredEvent, in txn: inout WriteTransaction) throws {
    try findEnd(in: txn.view)
    if taken == nil {
      let last = end!.head.position
      var fold = Fold(TableType.all, events: 0)
      try store.take(through: last, into: &fold, in: txn.view)
      taken = FoldBehind(fold, of: store, next: last + 1)
    }
    let value = try log.appendAsRecorded(event, after: &end!, to: &txn)
    hasAppended = true
    taken?.take(value)
  }

  /// Finds where the log ends, unless it was asked for: it is then there, to be changed in place.
  private mutating func findEnd(in view: TransactionView) throws {
    if end != nil { return }
    var remembered = store.remembered.withLock { $0.take() }
    let known = remembered?.states
    let found = try log.end(in: view, after: remembered.take()?.end)
    if let known, found.isContinued { states = known }
    end = found
  }

  /// Keeps what belongs to the transaction as a whole: the log's end and the tables' row counts.
  mutating func finish(in txn: inout WriteTransaction) throws {
    if let end, hasAppended { try log.keep(end, in: &txn) }
    if var taken = taken.take() {
      try store.makeTables(of: taken.finish(), in: &txn)
    } else {
      try rows.write(in: &txn)
      try store.keepCounts(rows.growth, in: &txn)
    }
    guard let end = end.take(), hasAppended else { return }
    let remembered = Remembered(end: end.forNext(), states: states)
    store.remembered.withLock { $0 = remembered }
  }

  /// Asks the rules: throws what refuses the entry; keeps with the draft what it is taken in spite
  /// of, and whether it is late.
  private mutating func judge(
    _ draft: inout Draft, _ entry: Entry, _ event: ClinicEvent, in txn: inout WriteTransaction
  ) throws {
    let envelope = try proposedEnvelope(draft, in: txn.view)
    // What happened now happened no earlier than all that the log holds: a rule that asks what held
    // then sees what another process wrote a moment ago, though the clock was set back meanwhile.
    draft.occurredAt = OffsetInstant(
      instant: envelope.occurredAt, offsetMinutes: envelope.offsetMinutes)
    var proposal = Proposal(StoredEvent(envelope: envelope, payload: draft.payload), event)
    let findings = try withUnsafeMutablePointer(to: &txn) { transaction in
      let view = RuleView(store, transaction, states, rows)
      proposal.enter(reason: entry.reason, in: view)
      let findings = check(proposal, in: view)
      if let failure = view.failure { throw failure }
      return findings
    }
    let verdict = Verdict(
      findings, of: proposal, reason: entry.reason, isOverride: entry.isOverride)
    guard verdict.refusals.isEmpty else { throw StoreError(refusing: verdict.refusals) }
    draft.entryMode = proposal.envelope.entryMode
    draft.lateReason = proposal.envelope.lateReason
    draft.deviations = verdict.deviations.isEmpty ? nil : verdict.deviations
  }

  /// The envelope as the log would write it.
  private mutating func proposedEnvelope(
    _ draft: Draft, in view: TransactionView
  ) throws -> Envelope {
    guard case .stream(let stream) = draft.target else {
      preconditionFailure("a new stream has its id before its rules are asked")
    }
    let head = end!.head
    let recordedAt = max(clock.instant, head.recordedAt ?? clock.instant)
    let occurred = draft.occurredAt ?? clock
    var envelope = Envelope(
      position: head.position + 1, stream: stream,
      version: try log.version(of: stream, after: &end!, in: view) + 1, type: draft.type,
      schema: draft.schema, occurredAt: occurred.instant, offsetMinutes: occurred.offsetMinutes,
      precision: draft.precision ?? .exact,
      recordedAt: recordedAt, clock: clock.instant,
      recordedBy: draft.recordedBy, performedBy: draft.performedBy ?? draft.recordedBy,
      entryMode: draft.entryMode ?? .live, lateReason: draft.lateReason,
      correlation: draft.correlation, causation: draft.causation, deviations: [],
      eventID: draft.eventID)
    if draft.occurredAt == nil, !envelope.isClockConfirmed {
      envelope.occurredAt = recordedAt
      envelope.offsetMinutes = store.zone.offsetMinutes(at: recordedAt)
    }
    return envelope
  }
}
