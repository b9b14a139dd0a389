import Clinic
import ClinicStore
import EventLog
import Records

/// All that a guided visit goes by, as the store tells it at one moment.
struct Visit: Sendable {
  /// Who records it.
  var actor: String
  /// The moment that it is told for.
  var now: Instant
  /// The clinic's clocks and calendar.
  var zone: ClinicZone
  /// The client's charts, the one that is kept first.
  var charts: [Client]
  /// The session; nil until it is opened.
  var session: Session?
  /// All that was recorded of the session, amendments included, in order.
  var recorded: [StoredEvent] = []
  /// The session's entries that stand, as corrected, in order.
  var entries: [EffectiveEvent] = []
  /// The client's sessions before this one, the last one last.
  var earlier: [Session] = []
  /// The entries of the last of them.
  var earlierEntries: [EffectiveEvent] = []
  /// The client's courses.
  var courses: [Course] = []
  /// The client's bookings.
  var bookings: [Booking] = []
  /// What there is to treat with.
  var stock = Stock()
  /// The clinic's people.
  var staff: [StaffMember] = []
  /// The clinic's protocols.
  var protocols: [ClinicProtocol] = []
  /// The newest data of each type of event that the clinic lately recorded.
  var habits: [UInt16: [UInt8]] = [:]

  /// The client's own chart.
  var client: Client { charts[0] }

  /// The day that the clinic's calendar shows.
  var day: CalendarDate { zone.date(now) }

  /// How many events the session's stream had when this was read.
  var version: UInt64 { recorded.last?.envelope.version ?? 0 }

  /// Whether there is no more to be asked.
  var isOver: Bool { session?.closedAt != nil || session?.abandonedAt != nil }

  /// The course that the session belongs to.
  var course: Course? {
    guard let id = session?.course else { return nil }
    return courses.first { $0.id == id }
  }
}

extension Visit {
  /// The session's events that `pick` takes, in order.
  func events<Event>(_ pick: (SessionEvent) -> Event?) -> [Event] {
    entries.compactMap { entry in
      guard case .session(let event) = entry.event else { return nil }
      return pick(event)
    }
  }

  /// The passes made so far.
  var passes: [NeedlePassMade] {
    events { if case .needlePassMade(let pass) = $0 { pass } else { nil } }
  }

  /// The serums applied so far.
  var serums: [SerumApplied] {
    events { if case .serumApplied(let serum) = $0 { serum } else { nil } }
  }

  /// The zone that was needled last.
  var zoneAtHand: Zone? { passes.last?.zone }

  /// Whether what the skin showed was said since a zone was last needled.
  func isEnded(_ zone: Zone) -> Bool {
    var isEnded = false
    for entry in entries {
      switch entry.event {
      case .session(.needlePassMade(let pass)) where pass.zone == zone: isEnded = false
      case .session(.endpointReached(let end)) where end.zone == zone: isEnded = true
      default: break
      }
    }
    return isEnded
  }

  /// The zones needled whose endpoint was not said, in the order of their first pass.
  var zonesWithoutEndpoint: [Zone] {
    var zones: [Zone] = []
    for pass in passes where !zones.contains(pass.zone) && !isEnded(pass.zone) {
      zones.append(pass.zone)
    }
    return zones
  }

  /// The zones that the course plans and that are not needled yet.
  var zonesLeft: [Zone] {
    let done = Set(passes.map(\.zone))
    return (course?.zones ?? []).filter { !done.contains($0) }
  }

  /// The cartridges that are open and not in a sharps box.
  var openCartridges: [CartridgeUse] {
    (session?.cartridgeUses ?? []).filter { $0.discardedAt == nil }
  }

  /// The photographs of a phase.
  func photos(_ phase: PhotoPhase) -> [PhotoTaken] {
    events { if case .photoTaken(let photo) = $0, photo.phase == phase { photo } else { nil } }
  }

  /// A field as it last was: in this session, else in the client's last, else lately in the clinic.
  ///
  /// Free text and what is personal is never proposed again.
  func recent(_ type: EventType, _ name: String) -> JSONValue? {
    guard let field = type.record.field(named: name), !field.isPersonal else { return nil }
    let own =
      entries.last { $0.event.type == type } ?? earlierEntries.last { $0.event.type == type }
    guard let payload = own?.payload ?? habits[type.number] else { return nil }
    let value = try? JSONValue(parsing: type.record.json(ofField: field, in: payload.span.bytes))
    return value == .null ? nil : value
  }

  /// The contraindications open now; one with an end date holds through that day.
  var contraindications: [ContraindicationPeriod] {
    charts.flatMap { $0.contraindications(at: now) }.filter { open in
      open.until.map { day <= $0 } ?? true
    }
  }

  /// Whether the client's last word on a consent is that it is given.
  func hasConsent(_ kind: ConsentKind) -> Bool {
    charts.compactMap { $0.consent(kind, at: now) }
      .max { ($0.from, $0.position) < ($1.from, $1.position) }?.decision == .given
  }
}
