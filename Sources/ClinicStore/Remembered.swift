import EventLog

/// What a write transaction leaves in memory for the next of the process: it holds still if the log
/// ends where that one left it.
///
/// A log with the same end has the same events, and states follow from events alone. The states are
/// no `Sendable`: whoever has taken them out holds the write lock.
struct Remembered: @unchecked Sendable {
  /// Where the log ended.
  let end: LogEnd
  /// The states that the transaction read or made.
  let states: StateCache
}
