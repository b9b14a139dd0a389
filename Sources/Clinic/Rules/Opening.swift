import EventLog
import Records

/// Rule 3, of the stream itself: it is opened before anything else is recorded of it, and once.
///
/// A stream whose opening is struck out may be opened again. A note or an amendment needs only a
/// stream with entries, and a protocol is published as often as it changes.
func checkOpening(_ proposal: Proposal, in view: some ClinicView) -> [Finding] {
  let type = proposal.event.type
  let stream = proposal.envelope.stream
  guard let kind = proposal.kind, type.stream == nil || type.stream == kind else {
    return [
      Finding(
        rule: 3,
        message: "\(type.name) belongs to a \(type.stream?.name ?? "known") stream",
        hint: type.stream.map { "\($0.name)/…" }, field: "stream",
        limit: "a stream of the entry’s own kind")
    ]
  }
  let hasEntries = proposal.envelope.version > 1
  guard type.stream != nil else {
    return hasEntries ? [] : [notOpened(stream, kind)]
  }
  let isOpened = hasEntries && (kind == .store || view.isOpened(kind, stream.id))
  if !type.opens { return isOpened ? [] : [notOpened(stream, kind)] }
  if !isOpened || type == ProtocolPublished.eventType { return [] }
  return [
    Finding(
      rule: 3, message: "\(stream.text) is there already",
      hint: kind.idPrefix == nil ? nil : "\(kind.name)/new takes the next free id",
      field: "stream", limit: "a new stream")
  ]
}

private func notOpened(_ stream: StreamID, _ kind: StreamKind) -> Finding {
  let opening = EventType.all.first { $0.opens && $0.stream == kind }
  return Finding(
    rule: 3, message: "there is no \(stream.text)",
    hint: opening.map { "record \($0.name) \(stream.text) first" }, field: "stream",
    limit: "a stream that is opened")
}
