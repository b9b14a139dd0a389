public import Clinic
public import ClinicStore
public import EventLog
import Records

/// All that was done in one session: every entry in order, the lots, and what is missing.
public struct SessionAudit: Sendable {
  /// The session's state now.
  public let session: Session
  /// Its course, if it belongs to one.
  public let course: Course?
  /// The last position that the report knows of, and when it was recorded.
  public let head: Head
  /// Every entry of the session, by when it happened, then by position.
  public let entries: [AuditEntry]
  /// The lots that it names or named, by their first use.
  public let lots: [AuditLot]
  /// The steps that the record does not hold, in the order of a visit.
  public let missing: [MissingStep]
  /// The clinic's zone, in which the report's texts tell the time.
  public let zone: ClinicZone

  /// The audit of the session with that id, as of a moment; of now, if none is given.
  ///
  /// - Throws: ``StoreError`` where there is no such session, or what is stored is damaged.
  public init(
    of id: String, in store: ClinicStore, at moment: Moment? = nil
  ) throws(StoreError) {
    self = try store.atOneMoment(moment) { try SessionAudit(of: id, in: $0) }
  }

  init(of id: String, in store: Snapshot) throws {
    let stream = try store.effective(StreamID(.session, id))
    let session = fold(Session.self, id: id, stream)
    let moment = try store.moment()
    self.session = session
    head = try store.head()
    zone = store.zone
    if let id = session.course { course = try store.state(Course.self, id) } else { course = nil }
    var entries: [AuditEntry] = []
    for event in stream {
      let hours = try store.edition(at: event.envelope.occurredAt)?.lateAfterHours
      entries.append(AuditEntry(event, among: stream, lateAfterHours: hours, zone: store.zone))
    }
    entries.sort {
      ($0.envelope.occurredAt, $0.envelope.position)
        < ($1.envelope.occurredAt, $1.envelope.position)
    }
    self.entries = entries
    lots = try Self.lots(in: entries, of: session, store, moment)
    missing = try VisitRecord(session, stream, in: store, moment).missing
  }

  /// The entries that are corrected or struck out.
  public var amended: [AuditEntry] { entries.filter(\.isAmended) }
  /// The entries that were entered late.
  public var late: [AuditEntry] { entries.filter(\.isLate) }
  /// The entries that were taken over from another record.
  public var imported: [AuditEntry] { entries.filter(\.isImported) }
  /// The rules that were broken, entry by entry.
  public var deviations: [Deviation] { entries.flatMap(\.envelope.deviations) }

  private static func lots(
    in entries: [AuditEntry], of session: Session, _ store: Snapshot, _ moment: Instant
  ) throws -> [AuditLot] {
    let subject = session.subject
    var order: [String] = []
    var uses: [String: [LotUse]] = [:]
    for entry in entries {
      for use in try LotUse.all(in: entry.effective, subject) {
        if uses[use.lot] == nil { order.append(use.lot) }
        uses[use.lot, default: []].append(use)
      }
    }
    var lots: [AuditLot] = []
    for id in order {
      let lot = try store.state(Lot.self, id)
      let product: Product?
      if let name = lot?.product {
        product = try store.state(Product.self, name)
      } else {
        product = nil
      }
      let first = uses[id]?.first?.fact.occurredAt ?? moment
      let notices = try RecallNotice.all(of: id, in: store)
      let chart = try session.client.map { (id) throws(StoreError) in try store.chart(of: id) }
      lots.append(
        AuditLot(
          id: id, lot: lot, product: product, uses: uses[id] ?? [],
          then: lot?.standing(at: first, zone: store.zone) ?? "unknown",
          now: lot?.standing(at: moment, zone: store.zone) ?? "unknown",
          notice: notices.last { $0.chart == chart && $0.isTold }
            ?? notices.last { $0.chart == chart }))
    }
    return lots
  }
}

extension VisitRecord {
  /// What a session's stream, its client and the protocol say of its steps.
  init(_ session: Session, _ stream: [EffectiveEvent], in store: Snapshot, _ moment: Instant) throws
  {
    self.session = session
    self.moment = moment
    if let id = session.client { client = try store.state(Client.self, id) }
    calls = stream.compactMap { event in
      guard !event.isStruck, case .session(.aftercareCallMade) = event.event else { return nil }
      return event.envelope.occurredAt
    }
    let end = session.closedAt ?? session.abandonedAt ?? moment
    edition = try store.edition(at: end)
  }
}
