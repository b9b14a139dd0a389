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
    kept(type, id)?.row
  }

  func kept<S: StateRow>(_ type: S.Type, _ id: String) -> Kept<S>? {
    guard let state = known(StreamID(S.streamKind, id)) else { return nil }
    return S.kept(in: state)
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
        return ids.compactMap { known(StreamID(S.streamKind, $0)) }
      }
    }
    return (all ?? []).compactMap { S($0) }
  }

  func mergedInto(_ client: String) -> String? { kept(Client.self, client)?.row.mergedInto }

  func sessions(ofClient client: String) -> [Session] { states(where: "client", is: client) }

  func sessions(ofCourse course: String) -> [Session] { states(where: "course", is: course) }

  func sessions(opening cartridge: String) -> [Session] {
    let ids = attempt { try store.sessions(opening: cartridge, in: transaction.pointee.view) }
    return states(ids)
  }

  func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Booking] {
    states(
      attempt {
        try cache.diary.bookings(
          from: start, before: end, endingAfter: moment, diary(from:before:))
      })
  }

  /// The bookings that begin in a span of time, by the index of their table.
  private func diary(from start: Instant, before end: Instant) throws -> [Diary.Entry] {
    try rows.writeUnfound(.booking, in: &transaction.pointee)
    let ids = try store.ids(
      of: Booking.table, where: "starts_at", from: start, before: end,
      in: transaction.pointee.view)
    return ids.compactMap { id in
      AskedValues(known(StreamID(.booking, id))).slot.map { Diary.Entry(id: id, slot: $0) }
    }
  }

  func charts(mergedInto client: String) -> [Client] { states(where: "merged_into", is: client) }

  func lots(numbered key: String) -> [Lot] { states(where: "lot_no_key", is: key) }

  func day(of moment: Instant) -> CalendarDate { store.zone.date(moment) }

  func events(of stream: StreamID) -> [StoredEvent] {
    attempt { try store.log.events(of: stream, in: transaction.pointee.view) } ?? []
  }

  /// The state of a stream; nil if it was never begun.
  private func known(_ stream: StreamID) -> ClinicState? {
    attempt {
      try cache.known(stream) { try store.state(of: stream, in: transaction.pointee.view) }
    }?.state
  }

  /// The states whose column holds a text, by the index of their table.
  private func states<S: StateRow>(where column: String, is text: String) -> [S] {
    states(
      attempt {
        try cache.ids(of: S.streamKind, .init(column: column, text: text)) {
          try rows.writeUnfound(S.streamKind, in: &transaction.pointee)
          return try store.ids(of: S.table, where: column, is: text, in: transaction.pointee.view)
        }
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
