import Records

/// How the log takes a machine's clock, which may go back.
enum ClockRule {
  /// How far the clock may be behind the log's last entry before somebody must confirm it: 5 minutes.
  static let tolerance: Int64 = 5 * 60 * 1_000_000

  /// Whether a clock is so far behind the log's last entry that it is likely wrong.
  static func isBehind(_ clock: Instant, head: Instant) -> Bool {
    let (gap, overflow) = head.microseconds.subtractingReportingOverflow(clock.microseconds)
    return overflow ? head > clock : gap > tolerance
  }

  /// The time to record: the later of the clock and the log's last entry.
  ///
  /// Throws `clockBehind` when the clock is too far behind and nobody has confirmed it.
  static func recordedAt(
    clock: Instant, head: Instant?, isConfirmed: Bool
  ) throws(LogError) -> Instant {
    guard let head else { return clock }
    if isBehind(clock, head: head) && !isConfirmed {
      throw .clockBehind(clock: clock, head: head)
    }
    return max(clock, head)
  }
}
