import EventLog
import Records

/// What rules ask of a proposal again and again.
extension Proposal {
  /// When it happened.
  var moment: Instant { envelope.occurredAt }

  /// What happened in a session, and the session without it; nil for anything else.
  func inSession(_ view: some ClinicView) -> (event: SessionEvent, session: Session)? {
    guard case .session(let event) = event,
      let session = view.state(Session.self, envelope.stream.id)
    else { return nil }
    return (event, session)
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
