import Clinic
import EventLog
import Records

/// The states of streams that one write transaction has read or made, so that each is read once for
/// all the entries of the transaction.
///
/// Whoever changes a state in the transaction keeps it here; its row may be written later.
final class StateCache {
  /// What is known of one stream.
  final class Known {
    /// Its state; nil where it was never begun.
    private(set) var state: ClinicState?
    /// Whether it is opened, kept apart: rules ask that of every stream that an entry names, and a
    /// state is large.
    private(set) var isOpened: Bool
    /// When a booking ends, kept apart too: a rule asks that of every booking of a day.
    private(set) var ends: Instant?
    /// What rules ask indexes for, to see whether an entry changes it.
    private(set) var asked: AskedValues

    init(_ state: consuming ClinicState?) {
      isOpened = state?.isOpened ?? false
      ends = state?.ends
      asked = AskedValues(state)
      self.state = state
    }

    /// The state, taken out so that it is changed without a copy; whoever takes it keeps one again.
    func take() -> ClinicState? { state.take() }

    func keep(_ state: consuming ClinicState) {
      isOpened = state.isOpened
      ends = state.ends
      asked = AskedValues(state)
      self.state = state
    }
  }

  private var streams: [StreamID: Known] = [:]
  private var kinds: [StreamKind: [ClinicState]] = [:]
  private static let limit = 4_096

  /// Whether there are so many that all are better let go of, which must then be written: an import
  /// may meet every stream of a clinic.
  var isFull: Bool { streams.count >= Self.limit }

  func forget() { streams.removeAll(keepingCapacity: true) }

  /// What is known of a stream, read if nothing is yet.
  func known(_ stream: StreamID, _ read: () throws -> ClinicState?) rethrows -> Known {
    if let known = streams[stream] { return known }
    let known = Known(try read())
    streams[stream] = known
    return known
  }

  /// Every state of a kind, read if they are not known yet.
  func all(_ kind: StreamKind, _ read: () throws -> [ClinicState]) rethrows -> [ClinicState] {
    if let known = kinds[kind] { return known }
    let all = try read()
    kinds[kind] = all
    return all
  }

  /// Lets go of what is known of a kind as a whole, one of whose states is about to change.
  func forgetAll(_ kind: StreamKind) { kinds[kind] = nil }
}

extension ClinicState {
  /// When a booking ends; nil for one without a time, and for what is no booking.
  fileprivate var ends: Instant? {
    guard case .booking(let booking) = self else { return nil }
    return booking.endsAt
  }
}
