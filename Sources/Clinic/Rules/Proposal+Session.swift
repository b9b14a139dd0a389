import EventLog
import Records

/// What rules ask of a proposal again and again.
extension Proposal {
  /// When it happened.
  var moment: Instant { envelope.occurredAt }
}

/// A proposal of what happened in a session.
///
/// A class, so that one rule after the other is given it without a copy of all that a session holds.
final class Visit {
  /// The whole of it.
  let proposal: Proposal
  /// What it says.
  let event: SessionEvent
  private let kept: Kept<Session>

  /// The session without it.
  var session: Session { kept.row }

  /// When it happened.
  var moment: Instant { proposal.moment }

  /// Nil for anything else, and for a session of which nothing is recorded.
  init?(_ proposal: Proposal, in view: some ClinicView) {
    guard case .session(let event) = proposal.event,
      let kept = view.state(Session.self, proposal.envelope.stream.id)
    else { return nil }
    self.proposal = proposal
    self.event = event
    self.kept = kept
  }
}

extension Instant {
  /// The time since an earlier moment, in microseconds.
  func elapsed(since earlier: Instant) -> Int64 { microseconds &- earlier.microseconds }

  /// The moment so many hours later.
  func adding(hours: Int64) -> Instant {
    Instant(microseconds: microseconds &+ hours &* .microsecondsInHour)
  }
}

extension Int64 {
  /// An hour, in microseconds.
  static var microsecondsInHour: Int64 { 3_600_000_000 }
  /// A minute, in microseconds.
  static var microsecondsInMinute: Int64 { 60_000_000 }
}
