/// How large a clinic is, and how long its months last, for a number of sessions.
struct ClinicSize {
  /// The weeks in which about so many sessions happen.
  let weeks: Int
  let practitioners: Int
  /// New clients per thousand working days.
  let arrivals: Int
  /// Sessions on an ordinary working day, at least 1.
  let sessionsPerDay: Int

  init(sessions: Int) {
    weeks = sessions < 200 ? 20 : sessions < 600 ? 26 : sessions < 3_000 ? 52 : 104
    // 13 sessions a week leave room for consultations, follow-ups and people who do not come.
    practitioners = max(2, (sessions + weeks * 13 - 1) / (weeks * 13))
    arrivals = max(300, sessions * 10_000 / 21 / (weeks * 6 - 24))
    sessionsPerDay = max(1, sessions / (weeks * 6))
  }
}
