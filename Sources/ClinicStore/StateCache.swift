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
    var state: ClinicState?

    init(_ state: ClinicState?) { self.state = state }
  }

  private var streams: [StreamID: Known] = [:]
  private var kinds: [StreamKind: [ClinicState]] = [:]
  /// What indexes have answered, of each kind for as long as no state of it changes what they hold.
  private var found: [StreamKind: [Question: [String]]] = [:]
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

  /// What is asked of an index: the streams whose column holds a text.
  struct Question: Hashable {
    let column: String
    let text: String
  }

  /// The ids of a kind that an index names, asked for if they are not known yet.
  func ids(
    of kind: StreamKind, _ question: Question, _ ask: () throws -> [String]
  ) rethrows -> [String] {
    if let known = found[kind]?[question] { return known }
    let ids = try ask()
    found[kind, default: [:]][question] = ids
    return ids
  }

  /// Lets go of what indexes gave of a kind, since what they hold of one of its states has changed.
  func forgetFound(_ kind: StreamKind) { found[kind] = nil }
}
