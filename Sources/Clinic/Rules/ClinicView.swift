public import EventLog
public import Records

/// The rest of the clinic, as a rule may see it.
///
/// Answered from the transaction that is about to write, so that nothing changes between the answer
/// and the entry. A view that cannot answer says that there is nothing and keeps its error for the
/// one who asked for the check. In tests it is a dictionary.
public protocol ClinicView {
  /// The state of a stream; nil if nothing was ever recorded of it.
  func state<State: StateRow>(_ type: State.Type, _ id: String) -> State?

  /// The same, to be looked at without a copy of it.
  func kept<State: StateRow>(_ type: State.Type, _ id: String) -> Kept<State>?

  /// Whether the stream of that kind and id is opened, and its opening not struck out.
  func isOpened(_ kind: StreamKind, _ id: String) -> Bool

  /// The chart that a client's own was merged into; nil if it was merged into none.
  func mergedInto(_ client: String) -> String?

  /// Every state of a kind: asked only of kinds that are few, staff and protocols.
  func all<State: StateRow>(_ type: State.Type) -> [State]

  /// The whole of a stream, from its first entry; empty if there is none. Asked for amendments.
  func events(of stream: StreamID) -> [StoredEvent]

  /// The sessions held for a client, by that chart's own id.
  func sessions(ofClient client: String) -> [Session]

  /// The sessions held under a course.
  func sessions(ofCourse course: String) -> [Session]

  /// The sessions in which a cartridge was opened.
  func sessions(opening cartridge: String) -> [Session]

  /// The bookings that begin from `start` on and before `end`, and end after `moment`.
  func bookings(from start: Instant, before end: Instant, endingAfter moment: Instant) -> [Booking]

  /// The duplicate charts that were merged into this one, not those merged into them.
  func charts(mergedInto client: String) -> [Client]

  /// The lots of that number, as numbers are compared: every delivery of it.
  func lots(numbered key: String) -> [Lot]

  /// The day that the clinic's calendar shows at `moment`.
  func day(of moment: Instant) -> CalendarDate
}

/// Answers found by looking through everything: for a view that is small. A store has indexes.
extension ClinicView {
  /// The state of a stream, to be looked at without a copy of it.
  public func kept<State: StateRow>(_ type: State.Type, _ id: String) -> Kept<State>? {
    state(type, id).map { Kept($0) }
  }

  /// Whether the stream of that kind and id is opened, and its opening not struck out.
  public func isOpened(_ kind: StreamKind, _ id: String) -> Bool {
    switch kind {
    case .client: state(Client.self, id)?.isOpened ?? false
    case .course: state(Course.self, id)?.isOpened ?? false
    case .booking: state(Booking.self, id)?.isOpened ?? false
    case .session: state(Session.self, id)?.isOpened ?? false
    case .product: state(Product.self, id)?.isOpened ?? false
    case .lot: state(Lot.self, id)?.isOpened ?? false
    case .device: state(Device.self, id)?.isOpened ?? false
    case .staff: state(StaffMember.self, id)?.isOpened ?? false
    case .protocol: state(ClinicProtocol.self, id)?.isOpened ?? false
    case .store: !events(of: StreamID(.store, id)).isEmpty
    }
  }

  /// The chart that a client's own was merged into; nil if it was merged into none.
  public func mergedInto(_ client: String) -> String? { state(Client.self, client)?.mergedInto }

  /// The sessions held for a client, by that chart's own id.
  public func sessions(ofClient client: String) -> [Session] {
    all(Session.self).filter { $0.client == client }
  }

  /// The sessions held under a course.
  public func sessions(ofCourse course: String) -> [Session] {
    all(Session.self).filter { $0.course == course }
  }

  /// The sessions in which a cartridge was opened.
  public func sessions(opening cartridge: String) -> [Session] {
    all(Session.self).filter { $0.cartridgeUse(cartridge) != nil }
  }

  /// The bookings that begin from `start` on and before `end`, and end after `moment`.
  public func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Booking] {
    all(Booking.self).filter { booking in
      guard let starts = booking.startsAt, let ends = booking.endsAt else { return false }
      return start <= starts && starts < end && moment < ends
    }
  }

  /// The duplicate charts that were merged into this one, not those merged into them.
  public func charts(mergedInto client: String) -> [Client] {
    all(Client.self).filter { $0.mergedInto == client }
  }

  /// The lots of that number, as numbers are compared: every delivery of it.
  public func lots(numbered key: String) -> [Lot] {
    all(Lot.self).filter { $0.lotNoKey == key }
  }

  /// The day that the calendar shows at `moment` at Greenwich.
  public func day(of moment: Instant) -> CalendarDate { moment.date }
}

extension ClinicView {
  /// The edition of a protocol in force at `moment`: the last one published by then.
  func edition(at moment: Instant) -> ProtocolEdition? {
    var last: ProtocolEdition?
    for edition in all(ClinicProtocol.self).lazy.compactMap({ $0.edition(at: moment) })
    where last.map({ ($0.from, $0.position) < (edition.from, edition.position) }) ?? true {
      last = edition
    }
    return last
  }

  /// The chart that a client’s record is kept in now, merged charts followed.
  func chart(of client: String) -> String {
    guard var chart = mergedInto(client) else { return client }
    // Charts that were merged in a circle lead round it once, to where it is closed.
    var seen: Set<String> = [client]
    while seen.insert(chart).inserted, let next = mergedInto(chart) { chart = next }
    return chart
  }
}
