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
  private(set) var failure: (any Error)?
  /// What was read for this entry, which several rules ask for.
  private var states: [StreamID: (any StateRow)?] = [:]
  private var kinds: [StreamKind: [any StateRow]] = [:]

  /// A view that is good for as long as `transaction` points at an open one.
  init(_ store: ClinicStore, _ transaction: UnsafeMutablePointer<WriteTransaction>) {
    self.store = store
    self.transaction = transaction
  }

  func state<S: StateRow>(_ type: S.Type, _ id: String) -> S? {
    let stream = StreamID(S.streamKind, id)
    if let known = states[stream] { return known as? S }
    let state = attempt { try store.state(type, id: id, in: transaction.pointee.view) } ?? nil
    states[stream] = .some(state)
    return state
  }

  func all<S: StateRow>(_ type: S.Type) -> [S] {
    if let known = kinds[S.streamKind] { return known.compactMap { $0 as? S } }
    var ids: [String] = []
    let found: Void? = attempt {
      try store.log.forEachStream(kind: S.streamKind.rawValue, in: transaction.pointee.view) {
        ids.append($0.id)
        return .next
      }
    }
    guard found != nil else { return [] }
    let all = ids.compactMap { state(type, $0) }
    kinds[S.streamKind] = all
    return all
  }

  func sessions(ofClient client: String) -> [Session] {
    states { try store.ids(of: Session.table, where: "client", is: client, in: $0) }
  }

  func sessions(ofCourse course: String) -> [Session] {
    states { try store.ids(of: Session.table, where: "course", is: course, in: $0) }
  }

  func sessions(opening cartridge: String) -> [Session] {
    states { try store.sessions(opening: cartridge, in: $0) }
  }

  func bookings(from start: Instant, before end: Instant) -> [Booking] {
    states {
      try store.ids(of: Booking.table, where: "starts_at", from: start, before: end, in: $0)
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

  /// The states of the ids that an index names.
  private func states<S: StateRow>(_ ids: (TransactionView) throws -> [String]) -> [S] {
    (attempt { try ids(transaction.pointee.view) } ?? []).compactMap { state(S.self, $0) }
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
