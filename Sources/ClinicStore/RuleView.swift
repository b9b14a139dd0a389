import Clinic
import EventLog
import LMDB
import Records

/// What rules may see of the store, answered from the write transaction that will record the entry,
/// so that no rule races another process.
///
/// Rules do not throw: the first error of the storage is kept aside, for the store to ask afterwards.
final class RuleView: ClinicView {
  private let store: ClinicStore
  private let transaction: UnsafeMutablePointer<WriteTransaction>
  private let cache: StateCache
  private let rows: WaitingRows
  private(set) var failure: (any Error)?

  /// A view that is good for as long as `transaction` points at an open one.
  init(
    _ store: ClinicStore, _ transaction: UnsafeMutablePointer<WriteTransaction>,
    _ cache: StateCache, _ rows: WaitingRows
  ) {
    self.store = store
    self.transaction = transaction
    self.cache = cache
    self.rows = rows
  }

  func state<S: StateRow>(_ type: S.Type, _ id: String) -> S? {
    guard let state = known(StreamID(S.streamKind, id))?.state else { return nil }
    return S(state)
  }

  func isOpened(_ kind: StreamKind, _ id: String) -> Bool {
    let stream = StreamID(kind, id)
    return kind == .store
      ? !events(of: stream).isEmpty : known(stream)?.isOpened ?? false
  }

  func all<S: StateRow>(_ type: S.Type) -> [S] {
    let all = attempt {
      try cache.all(S.streamKind) {
        var ids: [String] = []
        try store.log.forEachStream(kind: S.streamKind.rawValue, in: transaction.pointee.view) {
          ids.append($0.id)
          return .next
        }
        return ids.compactMap { known(StreamID(S.streamKind, $0))?.state }
      }
    }
    return (all ?? []).compactMap { S($0) }
  }

  func sessions(ofClient client: String) -> [Session] {
    states { try store.ids(of: Session.table, where: "client", is: client, in: $0) }
  }

  func sessions(ofCourse course: String) -> [Session] {
    states { try store.ids(of: Session.table, where: "course", is: course, in: $0) }
  }

  func sessions(opening cartridge: String) -> [Session] {
    let ids = attempt { try store.sessions(opening: cartridge, in: transaction.pointee.view) }
    return states(ids)
  }

  func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Booking] {
    states {
      try store.ids(of: Booking.table, where: "starts_at", from: start, before: end, in: $0)
        .filter { id in known(StreamID(.booking, id))?.ends.map { moment < $0 } ?? false }
    }
  }

  func charts(mergedInto client: String) -> [Client] {
    states { try store.ids(of: Client.table, where: "merged_into", is: client, in: $0) }
  }

  func lots(numbered key: String) -> [Lot] {
    states { try store.ids(of: Lot.table, where: "lot_no_key", is: key, in: $0) }
  }

  func day(of moment: Instant) -> CalendarDate { store.zone.date(moment) }

  func events(of stream: StreamID) -> [StoredEvent] {
    attempt { try store.log.events(of: stream, in: transaction.pointee.view) } ?? []
  }

  private func known(_ stream: StreamID) -> StateCache.Known? {
    attempt {
      try cache.known(stream) { try store.state(of: stream, in: transaction.pointee.view) }
    }
  }

  /// The states of the ids that an index of their table names.
  private func states<S: StateRow>(_ ids: (TransactionView) throws -> [String]) -> [S] {
    states(
      attempt {
        try rows.writeUnfound(S.streamKind, in: &transaction.pointee)
        return try ids(transaction.pointee.view)
      })
  }

  private func states<S: StateRow>(_ ids: [String]?) -> [S] {
    (ids ?? []).compactMap { state(S.self, $0) }
  }

  private func attempt<Result>(_ ask: () throws -> Result) -> Result? {
    do {
      return try ask()
    } catch {
      failure = failure ?? error
      return nil
    }
  }
}
