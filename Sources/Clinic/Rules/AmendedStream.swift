import EventLog
import Records

/// Rules 5 to 22 again, of what an amendment makes of its stream: what they find of any of its
/// entries that they did not find before.
///
/// What an amendment tells of is past and has its reason, so it is taken with what would refuse an
/// act not yet done. Data that makes no sense is refused as ever: the entry that it would contradict
/// is named, to be amended first.
func checkAmendedStream(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  guard case .any(let event) = proposal.event else { return [] }
  switch event {
  case .noteAdded: return []
  case .entryCorrected, .entryStruckOut: break
  }
  switch proposal.kind {
  case .client, .booking, .session: break
  case .course, .product, .lot, .device, .staff, .protocol, .store, nil: return []
  }
  guard let before = try? effectiveEvents(view.events(of: proposal.envelope.stream)),
    let after = try? effectiveEvents(before.map(\.recorded) + [proposal.stored])
  else { return [] }
  return before.indices.flatMap { place -> [Finding] in
    let now = findings(of: place, in: after, view)
    if now.isEmpty { return [] }
    let known = Set(findings(of: place, in: before, view))
    return now.filter { !known.contains($0) }.map { $0.amended(before[place]) }
  }
}

/// What rules find of one entry of a stream, beside all the others as they stand.
private func findings(
  of place: Int, in events: [EffectiveEvent], _ view: some ClinicView
) -> [Finding] {
  let event = events[place]
  guard !event.isStruck, event.event.type.stream != nil,
    let proposal = try? Proposal(StoredEvent(envelope: event.envelope, payload: event.payload))
  else { return [] }
  return checkTreatment(proposal, in: StreamBeside(view, events, without: place))
}

/// A view in which one stream lacks one of its entries.
private struct StreamBeside<Base: ClinicView>: ClinicView {
  private let base: Base
  private let stream: StreamID
  private let state: ClinicState?

  init(_ base: Base, _ events: [EffectiveEvent], without place: Int) {
    self.base = base
    let stream = events[place].recorded.envelope.stream
    self.stream = stream
    var state = stream.streamKind.flatMap { ClinicState($0, id: stream.id) }
    for other in events.indices where other != place { state?.take(events[other]) }
    self.state = state
  }

  func state(_ kind: StreamKind, _ id: String) -> ClinicState? {
    stream == StreamID(kind, id) ? state : base.state(kind, id)
  }

  func all(_ kind: StreamKind) -> [ClinicState] { base.all(kind) }
  func events(of stream: StreamID) -> [StoredEvent] { base.events(of: stream) }
  func sessions(ofClient client: String) -> [Kept<Session>] { base.sessions(ofClient: client) }
  func sessions(ofCourse course: String) -> [Kept<Session>] { base.sessions(ofCourse: course) }
  func sessions(opening cartridge: String) -> [Kept<Session>] {
    base.sessions(opening: cartridge)
  }
  func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Kept<Booking>] {
    base.bookings(from: start, before: end, endingAfter: moment)
  }
  func charts(mergedInto client: String) -> [Kept<Client>] { base.charts(mergedInto: client) }
  func lots(numbered key: String) -> [Kept<Lot>] { base.lots(numbered: key) }
  func day(of moment: Instant) -> CalendarDate { base.day(of: moment) }
}

extension Finding {
  /// The finding as an amendment carries it, with the entry that it is about.
  fileprivate func amended(_ event: EffectiveEvent) -> Finding {
    let place = "@\(event.envelope.position) \(event.original.type.name)"
    let isRefused = level == .refuse
    return Finding(
      rule: rule, level: isRefused ? .refuse : .note, message: "\(place): \(message)",
      hint: isRefused ? "amend @\(event.envelope.position) first" : hint, field: field,
      limit: limit, observed: "\(place): \(observed)")
  }
}
