import Clinic
public import ClinicStore
public import EventLog

extension EventDetail {
  /// An event as it was first written; an amendment's with the position of what it amends.
  ///
  /// Nil where this version does not know the event's type, or it does not read as one.
  /// - Throws: ``StoreError`` where what is stored is damaged.
  public init?(of stored: StoredEvent, in store: ClinicStore) throws(StoreError) {
    guard let effective = try? EffectiveEvent(stored) else { return nil }
    let version: Int64? =
      switch effective.event {
      case .any(.entryCorrected(let it)): it.target
      case .any(.entryStruckOut(let it)): it.target
      default: nil
      }
    let stream = stored.envelope.stream
    let target = try version.flatMap { (version) throws(StoreError) -> Target? in
      try store.atOneMoment { try Target(version, in: stream, $0) }
    }
    self.init(effective.event, zone: store.zone, target: target)
  }
}

extension EventDetail.Target {
  fileprivate init?(_ version: Int64, in stream: StreamID, _ store: Snapshot) throws {
    guard version > 0,
      let position = try store.position(of: stream, version: UInt64(version)),
      let event = try store.event(at: position), let type = EventType.numbered(event.envelope.type)
    else { return nil }
    self.init(position: position, type: type)
  }
}
