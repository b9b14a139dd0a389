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
    let stream: StreamID
    /// Its state; nil where it was never begun.
    var state: ClinicState?
    /// Whether its row is still to be written.
    var isWaiting = false

    init(_ stream: StreamID, _ state: ClinicState?) {
      self.stream = stream
      self.state = state
    }
  }

  private var streams: [StreamID: Known] = [:]
  private var kinds: [StreamKind: [ClinicState]] = [:]
  /// What was found by indexes, each for as long as no state changes that belongs to it.
  private var found: [IndexQuestion: [String]] = [:]
  /// The times of bookings that rules have asked for, kept right while bookings change.
  var diary = Diary()
  private static let limit = 16_384

  /// Whether there are so many that all are better let go of, which must then be written: an import
  /// may meet every stream of a clinic.
  var isFull: Bool { streams.count >= Self.limit }

  func forget() {
    streams.removeAll(keepingCapacity: true)
    found.removeAll()
  }

  /// What is known of a stream, read if nothing is yet.
  func known(_ stream: StreamID, _ read: () throws -> ClinicState?) rethrows -> Known {
    if let known = streams[stream] { return known }
    let known = Known(stream, try read())
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

  /// The ids that answer a question, asked for if they are not known yet.
  func ids(_ question: IndexQuestion, _ ask: () throws -> [String]) rethrows -> [String] {
    if let known = found[question] { return known }
    let ids = try ask()
    found[question] = ids
    return ids
  }

  /// Takes in that a state has other values than before.
  func change(_ id: String, from old: AskedValues, to new: AskedValues) {
    for question in old.questions { found[question] = nil }
    for question in new.questions { found[question] = nil }
    diary.move(id, from: old.slot, to: new.slot)
  }
}
