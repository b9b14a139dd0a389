public import EventLog
public import Records

/// The rest of the clinic, as a rule may see it.
///
/// Answered from the transaction that is about to write, so that nothing changes between the answer
/// and the entry. A view that cannot answer says that there is nothing and keeps its error for the
/// one who asked for the check. In tests it is a dictionary.
public protocol ClinicView {
  /// The state of a stream; nil if nothing was ever recorded of it.
  func state(_ kind: StreamKind, _ id: String) -> ClinicState?

  /// Whether the stream of that kind and id is opened, and its opening not struck out.
  func isOpened(_ kind: StreamKind, _ id: String) -> Bool

  /// Every state of a kind: asked only of kinds that are few, staff and protocols.
  func all(_ kind: StreamKind) -> [ClinicState]

  /// The whole of a stream, from its first entry; empty if there is none. Asked for amendments.
  func events(of stream: StreamID) -> [StoredEvent]

  /// The sessions held for a client, by that chart's own id.
  func sessions(ofClient client: String) -> [Kept<Session>]

  /// The sessions held under a course.
  func sessions(ofCourse course: String) -> [Kept<Session>]

  /// The sessions in which a cartridge was opened.
  func sessions(opening cartridge: String) -> [Kept<Session>]

  /// The bookings that begin from `start` on and before `end`, and end after `moment`.
  func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Kept<Booking>]

  /// The duplicate charts that were merged into this one, not those merged into them.
  func charts(mergedInto client: String) -> [Kept<Client>]

  /// The lots of that number, as numbers are compared: every delivery of it.
  func lots(numbered key: String) -> [Kept<Lot>]

  /// The day that the clinic's calendar shows at `moment`.
  func day(of moment: Instant) -> CalendarDate
}

/// Answers found by looking through everything: for a view that is small. A store has indexes.
extension ClinicView {
  /// Whether the stream of that kind and id is opened, and its opening not struck out.
  public func isOpened(_ kind: StreamKind, _ id: String) -> Bool {
    kind == .store
      ? !events(of: StreamID(kind, id)).isEmpty : state(kind, id)?.isOpened ?? false
  }

  /// The sessions held for a client, by that chart's own id.
  public func sessions(ofClient client: String) -> [Kept<Session>] {
    all(Session.self).filter { $0.row.client == client }
  }

  /// The sessions held under a course.
  public func sessions(ofCourse course: String) -> [Kept<Session>] {
    all(Session.self).filter { $0.row.course == course }
  }

  /// The sessions in which a cartridge was opened.
  public func sessions(opening cartridge: String) -> [Kept<Session>] {
    all(Session.self).filter { $0.row.cartridgeUse(cartridge) != nil }
  }

  /// The bookings that begin from `start` on and before `end`, and end after `moment`.
  public func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Kept<Booking>] {
    all(Booking.self).filter { booking in
      guard let starts = booking.row.startsAt, let ends = booking.row.endsAt else { return false }
      return start <= starts && starts < end && moment < ends
    }
  }

  /// The duplicate charts that were merged into this one, not those merged into them.
  public func charts(mergedInto client: String) -> [Kept<Client>] {
    all(Client.self).filter { $0.row.mergedInto == client }
  }

  /// The lots of that number, as numbers are compared: every delivery of it.
  public func lots(numbered key: String) -> [Kept<Lot>] {
    all(Lot.self).filter { $0.row.lotNoKey == key }
  }

  /// The day that the calendar shows at `moment` at Greenwich.
  public func day(of moment: Instant) -> CalendarDate { moment.date }

  private func all<State: StateRow>(_ type: State.Type) -> [Kept<State>] {
    all(State.streamKind).compactMap { State.kept(in: $0) }
  }
}

extension ClinicView {
  /// The state of a stream whose kind is known where it is asked for; inlined, so that a view need not
  /// be known there as well for no type to be looked up as the rules run.
  @inline(__always)
  func state<State: StateRow>(_ type: State.Type, _ id: String) -> Kept<State>? {
    state(State.streamKind, id).flatMap { State.kept(in: $0) }
  }

  /// The edition of a protocol in force at `moment`: the last one published by then.
  func edition(at moment: Instant) -> ProtocolEdition? {
    var last: ProtocolEdition?
    for case .protocol(let kept) in all(.protocol) {
      guard let edition = kept.row.edition(at: moment),
        last.map({ ($0.from, $0.position) < (edition.from, edition.position) }) ?? true
      else { continue }
      last = edition
    }
    return last
  }

  /// The chart that a client’s record is kept in now, merged charts followed.
  func chart(of client: String) -> String {
    func mergedInto(_ client: String) -> String? { state(Client.self, client)?.row.mergedInto }
    guard var chart = mergedInto(client) else { return client }
    // Charts that were merged in a circle lead round it once, to where it is closed.
    var seen: Set<String> = [client]
    while seen.insert(chart).inserted, let next = mergedInto(chart) { chart = next }
    return chart
  }
}
