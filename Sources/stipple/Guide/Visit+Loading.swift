import Clinic
import ClinicStore
import EventLog
import Records

extension Visit {
  /// What the store knows of a client's visit.
  ///
  /// - Parameters:
  ///   - session: the session to take up, or the id that a new one is to have; nil takes up the one
  ///     that is open, if there is one.
  ///   - habits: what was loaded before, since it need not be read again.
  init(
    _ store: ClinicStore, client id: String, session: String?, actor: String,
    habits: [UInt16: [UInt8]]
  ) throws(StoreError) {
    self = try store.atOneMoment { snapshot in
      var visit = Visit(
        actor: actor, now: .now, zone: snapshot.zone, charts: try chartsKept(of: id, in: snapshot),
        habits: habits)
      visit.staff = try snapshot.all(StaffMember.self).filter(\.isOpened)
      guard visit.staff.contains(where: { $0.id == actor }) else {
        throw StoreError(
          .refused, "nobody is enrolled as \(actor)", hint: "--actor with a staff id",
          note: "nothing was recorded")
      }
      visit.protocols = try snapshot.all(ClinicProtocol.self)
      visit.stock.lots = try snapshot.all(Lot.self)
      visit.stock.products = try snapshot.all(Product.self).filter(\.isOpened)
      visit.stock.devices = try snapshot.all(Device.self).filter(\.isOpened)
      var sessions: [Session] = []
      for chart in visit.charts {
        visit.courses += try snapshot.states(Course.self, where: "client", is: chart.id)
        visit.bookings += try snapshot.states(Booking.self, where: "client", is: chart.id)
        sessions += try snapshot.states(Session.self, where: "client", is: chart.id)
      }
      sessions = sessions.filter(\.isOpened)
        .sorted { ($0.openedAt ?? visit.now, $0.id) < ($1.openedAt ?? visit.now, $1.id) }
      visit.session = try visit.choose(session, among: sessions, in: snapshot)
      visit.earlier = sessions.filter { $0.id != visit.session?.id && $0.abandonedAt == nil }
      if let last = visit.earlier.last {
        visit.earlierEntries = try standing(snapshot.events(of: StreamID(.session, last.id)))
      }
      if let session = visit.session {
        visit.recorded = try snapshot.events(of: StreamID(.session, session.id))
        visit.entries = try standing(visit.recorded)
      }
      return visit
    }
  }

  /// The session to take up; nil if a new one is to be opened.
  private func choose(
    _ id: String?, among sessions: [Session], in snapshot: borrowing Snapshot
  ) throws -> Session? {
    let open = sessions.filter { $0.closedAt == nil && $0.abandonedAt == nil }
    guard let id else {
      guard open.count > 1 else { return open.last }
      throw StoreError(
        .refused, "client \(client.id) has \(open.count) sessions that were never closed",
        hint: "--session " + open.map(\.id).joined(separator: " or --session "),
        note: "nothing was recorded")
    }
    if let own = sessions.first(where: { $0.id == id }) { return own }
    guard let other = try snapshot.state(Session.self, id), other.isOpened else { return nil }
    throw StoreError(
      .refused, "session \(id) is another client's", hint: "leave --session out to open a new one",
      note: "nothing was recorded")
  }
}

/// The chart that is kept of a client, and every duplicate merged into it.
private func chartsKept(of id: String, in snapshot: borrowing Snapshot) throws -> [Client] {
  var kept = try snapshot.state(Client.self, id)
  var seen: Set<String> = [id]
  while let next = kept?.mergedInto, seen.insert(next).inserted {
    kept = try snapshot.state(Client.self, next)
  }
  guard let kept, kept.isOpened else {
    throw StoreError(
      .refused, "there is no client \(id)", hint: "stipple query -c \"select id from clients\"",
      note: "nothing was recorded")
  }
  var charts = [kept]
  var place = 0
  while place < charts.count {
    for other in try snapshot.states(Client.self, where: "merged_into", is: charts[place].id)
    where !charts.contains(where: { $0.id == other.id }) {
      charts.append(other)
    }
    place += 1
  }
  return charts
}

/// The entries of a session that stand: no amendments, nothing struck out.
private func standing(_ events: [StoredEvent]) throws -> [EffectiveEvent] {
  try effectiveEvents(events).filter { !$0.isStruck && !$0.isAmendment }
}

extension ClinicStore {
  /// The newest data of each type of session event among the log's last entries.
  func recentSessionData() throws(StoreError) -> [UInt16: [UInt8]] {
    let head = try head().position
    var range = EventRange(after: head > 2_000 ? head - 2_000 : 0)
    range.order = .reverse
    var found: [UInt16: [UInt8]] = [:]
    try forEachEvent(range) { event in
      let envelope = event.envelope
      if envelope.stream.streamKind == .session, found[envelope.type] == nil,
        EventType.numbered(envelope.type)?.version == envelope.schema
      {
        found[envelope.type] = event.payload
      }
      return true
    }
    return found
  }
}
