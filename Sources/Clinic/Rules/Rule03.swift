import EventLog
import Records

/// Rule 3: the client, lot, device, staff, cartridge and events named exist, and are one client's.
func checkReferences(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  var findings: [Finding] = []
  for name in references(in: proposal.event.type, payload: proposal.payload) {
    findings += checkReference(name, of: proposal, in: view)
  }
  if let causation = proposal.envelope.causation, causation >= proposal.envelope.position {
    findings.append(noEvent(Int64(clamping: causation), "causation", before: proposal))
  }
  if case .session(.adverseEventReported(let report)) = proposal.event,
    view.state(Session.self, proposal.envelope.stream.id)?.row.hasAdverseEvent(report.adverseEvent)
      ?? false
  {
    findings.append(
      Finding(
        rule: 3, message: "adverse event \(report.adverseEvent) is already reported here",
        hint: "another id, or adverse-event-followed-up", field: "data.adverse_event",
        limit: "an id of its own"))
  }
  return findings
}

/// Rule 3, of one name: that it names something, and something of the same client.
func checkReference(
  _ name: Reference, of proposal: Proposal, in view: some ClinicView
) -> [Finding] {
  switch name.to {
  case .stream(let kind, let id):
    guard view.isOpened(kind, id) else { return [missing(kind, id, name.dataField)] }
    if case .client(.clientMergedInto) = proposal.event,
      view.chart(of: id) == proposal.envelope.stream.id
    {
      return [
        Finding(
          rule: 3, message: "client \(id) is, or was merged into, this very chart",
          hint: "name the chart that is kept", field: name.dataField, limit: "another chart")
      ]
    }
    return checkClient(kind, id, name, of: proposal, in: view)
  case .cartridge(let id):
    let session = view.state(Session.self, proposal.envelope.stream.id)
    if session?.row.cartridgeUse(id) != nil { return [] }
    return [
      Finding(
        rule: 3, message: "no cartridge \(id) was opened in this session",
        hint: "record cartridge-opened first", field: name.dataField,
        limit: "a cartridge opened in this session")
    ]
  case .adverseEvent(let id):
    let session = view.state(Session.self, proposal.envelope.stream.id)
    if session?.row.hasAdverseEvent(id) ?? false { return [] }
    return [
      Finding(
        rule: 3, message: "no adverse event \(id) was reported in this session",
        hint: "record adverse-event-reported first", field: name.dataField,
        limit: "an adverse event reported in this session")
    ]
  case .position(let position):
    if position > 0, position < Int64(clamping: proposal.envelope.position) { return [] }
    return [noEvent(position, name.dataField, before: proposal)]
  }
}

/// Rule 3, of a booking, course or session named beside a client: it is that client's.
private func checkClient(
  _ kind: StreamKind, _ id: String, _ name: Reference, of proposal: Proposal,
  in view: some ClinicView
) -> [Finding] {
  let owner: String?
  switch kind {
  case .booking: owner = view.state(Booking.self, id)?.row.client
  case .course: owner = view.state(Course.self, id)?.row.client
  case .session: owner = view.state(Session.self, id)?.row.client
  case .client, .product, .lot, .device, .staff, .protocol, .store: return []
  }
  let type = proposal.event.type.record
  guard let owner, let slot = type.field(named: "client")?.slot,
    let client = RecordView(trusting: proposal.payload.rawBytes).text(slot),
    view.chart(of: owner) != view.chart(of: client)
  else { return [] }
  return [
    Finding(
      rule: 3, message: "\(kind.name) \(id) is another client’s",
      hint: "a \(kind.name) of client \(client)", field: name.dataField, limit: "the same client")
  ]
}

/// Rule 3, of who recorded, performed and authorised: they are enrolled.
///
/// Somebody has to begin: the entry that opens the store, and the first enrolment of all.
func checkStaff(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  switch proposal.event {
  case .store(.storeOpened): return []
  case .staff(.staffEnrolled):
    if !view.all(.staff).contains(where: \.isOpened) { return [] }
  case .client, .course, .booking, .session, .product, .lot, .device, .staff, .protocol, .store,
    .any:
    break
  }
  let envelope = proposal.envelope
  var findings: [Finding] = []
  func check(_ id: String, _ field: String) {
    if !view.isOpened(.staff, id) { findings.append(missing(.staff, id, field)) }
  }
  check(envelope.recordedBy, "recorded_by")
  if envelope.performedBy != envelope.recordedBy { check(envelope.performedBy, "performed_by") }
  if envelope.deviations.isEmpty { return findings }
  var checked: Set = [envelope.recordedBy, envelope.performedBy]
  for deviation in envelope.deviations where checked.insert(deviation.authorisedBy).inserted {
    check(deviation.authorisedBy, "authorised_by")
  }
  return findings
}

/// The finding that a stream named by an entry is not there.
func missing(_ kind: StreamKind, _ id: String, _ field: String) -> Finding {
  let what = kind == .staff ? "nobody is enrolled as \(id)" : "there is no \(kind.name) \(id)"
  let opening = EventType.all.first { $0.opens && $0.stream == kind }
  return Finding(
    rule: 3, message: what,
    hint: opening.map { "record \($0.name) \(kind.name)/\(id) first, or another id" },
    field: field, limit: "\(kind.name) that exists")
}

private func noEvent(_ position: Int64, _ field: String, before proposal: Proposal) -> Finding {
  let last = proposal.envelope.position &- 1
  return Finding(
    rule: 3, message: "there is no event @\(position)",
    hint: last > 0 ? "@1 to @\(last)" : nil, field: field, limit: "an event that exists")
}
