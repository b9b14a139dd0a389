import Clinic
import EventLog

/// The states of streams that one write transaction has read or made, so that each is read once for
/// all the entries of the transaction.
///
/// Whoever writes a state row in the transaction keeps it here too.
final class StateCache {
  /// A stream that was never begun has nil.
  private var states: [StreamID: (any StateRow)?] = [:]
  private var kinds: [StreamKind: [any StateRow]] = [:]
  /// An import may meet every stream of a clinic: when there are so many, all are let go of.
  private static let limit = 4_096

  /// The state of a stream, read if it is not known yet.
  func state(
    of stream: StreamID, _ read: () throws -> (any StateRow)?
  ) rethrows -> (any StateRow)? {
    if let known = states[stream] { return known }
    let state = try read()
    if states.count >= Self.limit { states.removeAll(keepingCapacity: true) }
    states[stream] = .some(state)
    return state
  }

  /// Every state of a kind, read if they are not known yet.
  func all(_ kind: StreamKind, _ read: () throws -> [any StateRow]) rethrows -> [any StateRow] {
    if let known = kinds[kind] { return known }
    let all = try read()
    kinds[kind] = all
    return all
  }

  /// Keeps a state as the transaction has just written it.
  func keep(_ state: any StateRow) {
    let kind = type(of: state).streamKind
    states[StreamID(kind, state.id)] = .some(state)
    kinds[kind] = nil
  }
}
