import Clinic
import EventLog
import Records

/// The clinic as folded from the events so far: what rules are asked of, without a store.
final class FoldedClinic: ClinicView {
  private var states: [StreamID: ClinicState] = [:]
  private var streams: [StreamID: [StoredEvent]] = [:]
  private var ids: [StreamKind: [StreamID]] = [:]
  private var duplicates: [String: [String]] = [:]

  /// Takes an event in; an amendment folds its stream anew.
  func take(_ event: StoredEvent) throws {
    let stream = event.envelope.stream
    streams[stream, default: []].append(event)
    guard let kind = stream.streamKind else { return }
    let effective = try EffectiveEvent(event)
    if event.envelope.version == 1 { ids[kind, default: []].append(stream) }
    guard
      var state = effective.isAmendment
        ? ClinicState(kind, id: stream.id) : states[stream] ?? ClinicState(kind, id: stream.id)
    else { return }
    // Taken out first, so that the row is changed in place.
    states[stream] = nil
    if effective.isAmendment {
      for each in try effectiveEvents(streams[stream] ?? []) { state.take(each) }
    } else {
      state.take(effective)
    }
    states[stream] = state
    if case .client(.clientMergedInto(let merged)) = effective.event {
      duplicates[merged.client, default: []].append(stream.id)
    }
  }

  func state(_ kind: StreamKind, _ id: String) -> ClinicState? { states[StreamID(kind, id)] }

  func all(_ kind: StreamKind) -> [ClinicState] { (ids[kind] ?? []).compactMap { states[$0] } }

  func events(of stream: StreamID) -> [StoredEvent] { streams[stream] ?? [] }

  func charts(mergedInto client: String) -> [Kept<Client>] {
    (duplicates[client] ?? []).compactMap { state(.client, $0).flatMap { Client.kept(in: $0) } }
  }
}
