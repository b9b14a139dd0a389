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

  func state(_ kind: StreamKind, _ id: String) -> ClinicState? { known(StreamID(kind, id)) }

  func all(_ kind: StreamKind) -> [ClinicState] {
    let all = attempt {
      try cache.all(kind) {
        var ids: [String] = []
        try store.log.forEachStream(kind: kind.rawValue, in: transaction.pointee.view) {
          ids.append($0.id)
          return .next
        }
        return ids.compactMap { known(StreamID(kind, $0)) }
      }
    }
    return all ?? []
  }

  func sessions(ofClient client: String) -> [Kept<Session>] { states(where: .client, is: client) }

  func sessions(ofCourse course: String) -> [Kept<Session>] { states(where: .course, is: course) }

  func sessions(opening cartridge: String) -> [Kept<Session>] {
    let ids = attempt { try store.sessions(opening: cartridge, in: transaction.pointee.view) }
    return states(ids)
  }

  func bookings(
    from start: Instant, before end: Instant, endingAfter moment: Instant
  ) -> [Kept<Booking>] {
    states(
      attempt {
        try cache.diary.bookings(
          from: start, before: end, endingAfter: moment, diary(from:before:))
      })
  }

  /// The bookings that begin in a part of the calendar.
  private func diary(from start: Instant, before end: Instant) throws -> [Diary.Entry] {
    let indexed = try store.ids(
      of: Booking.table, where: "starts_at", from: start, before: end,
      in: transaction.pointee.view)
    return ids(of: .booking, indexed, .beginning(Diary.part(of: start)))
      .compactMap { id in
        AskedValues(known(StreamID(.booking, id))).slot.map { Diary.Entry(id: id, slot: $0) }
      }
      .sorted { ($0.slot.starts, $0.id) < ($1.slot.starts, $1.id) }
  }

  func charts(mergedInto client: String) -> [Kept<Client>] {
    states(where: .mergedInto, is: client)
  }

  func lots(numbered key: String) -> [Kept<Lot>] { states(where: .lotNoKey, is: key) }

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

  /// The states whose column holds a text.
  private func states<S: StateRow>(
    where column: IndexQuestion.Column, is text: String
  ) -> [Kept<S>] {
    let question = IndexQuestion.holding(column, text)
    return states(
      attempt {
        try cache.ids(question) {
          let indexed = try store.ids(
            of: S.table, where: column.rawValue, is: text, in: transaction.pointee.view)
          return ids(of: S.streamKind, indexed, question)
        }
      })
  }

  /// What a question finds, ascending: what the index names as of when rows were last written, less
  /// what has other values since, and what has those values since.
  private func ids(
    of kind: StreamKind, _ indexed: [String], _ question: IndexQuestion
  ) -> [String] {
    Set(indexed + rows.unindexed(question)).sorted().filter { id in
      AskedValues(known(StreamID(kind, id))).questions.contains(question)
    }
  }

  private func states<S: StateRow>(_ ids: [String]?) -> [Kept<S>] {
    (ids ?? []).compactMap { known(StreamID(S.streamKind, $0)).flatMap { S.kept(in: $0) } }
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
