public import EventLog
public import Records

/// A clinic's months, made up from a seed: the same seed gives the same events to the byte.
///
/// Everybody and everything in it is invented. The events are as a store would hold them, with the
/// deviations that the clinic's rules find; nothing is known of storage, clock or chance but the seed.
public struct Simulation: Sendable {
  /// How many treatment sessions are opened, from 0; the last of them ends the log.
  public var sessions: Int
  /// What decides everything that chance does.
  public var seed: UInt64
  /// The clinic's name.
  public var clinic: String
  /// The clinic's time zone, by tzdata's name; ``offsetMinutes`` must agree with it.
  public var zone: String
  /// The last day that the log may reach; it ends on that day or in the week before.
  public var until: CalendarDate
  /// The zone's minutes east of UTC at an instant.
  public var offsetMinutes: @Sendable (Instant) -> Int16

  /// A clinic in UTC, or in the zone given with its offsets.
  public init(
    sessions: Int, seed: UInt64, clinic: String = "Fictional Street Skin Clinic",
    zone: String = "UTC", until: CalendarDate = Simulation.lastDay,
    offsetMinutes: @escaping @Sendable (Instant) -> Int16 = { _ in 0 }
  ) {
    self.sessions = sessions
    self.seed = seed
    self.clinic = clinic
    self.zone = zone
    self.until = until
    self.offsetMinutes = offsetMinutes
  }

  /// The last day where none is given, 2026-06-30.
  ///
  /// It is fixed, so that a seed stays the same bytes.
  public static let lastDay = CalendarDate(days: 20_634)

  /// About how many events a session comes to, with all that a clinic records around it.
  public static let eventsPerSession = 37

  /// Gives every event to `body` in the order of the log, from position 1.
  ///
  /// The clinic opens so many weeks before ``until`` as the sessions need: a rehearsal, in which
  /// nothing is written, finds how many. At most a day's events are held in memory.
  public func forEach<Failure: Error>(
    _ body: (StoredEvent) throws(Failure) -> Void
  ) throws(Failure) {
    var rehearsal = ClinicRun(self, opening: CalendarDate(days: 0), isRehearsal: true)
    while !rehearsal.isOver { rehearsal.liveDay() }
    var run = ClinicRun(self, opening: opening(days: rehearsal.day), isRehearsal: false)
    while true {
      run.liveDay()
      for event in run.journal.events { try body(event) }
      if run.isOver { return }
      run.journal.turnPage()
    }
  }

  /// The last Monday from which `days` days end no later than ``until``.
  private func opening(days: Int) -> CalendarDate {
    // 1970-01-05, day 4, was a Monday.
    let latest = until.days - Int64(days) - 3
    let week = latest >= 0 ? latest / 7 : (latest - 6) / 7
    return CalendarDate(days: week * 7 + 4)
  }
}
