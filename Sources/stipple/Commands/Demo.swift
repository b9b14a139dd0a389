import Clinic
import ClinicStore
import EventLog
import Records
import Simulation

/// A store filled with a made-up clinic's months, to try things on.
struct Demo {
  let sessions: Int
  let seed: UInt64
  let clinic: String
  let zone: ClinicZone

  /// Makes the store, all of it or nothing, and tells progress each tenth of the sessions.
  ///
  /// - Returns: How many events it holds.
  func make(at folder: String, progress: (Int) -> Void) throws -> Int {
    // The demo ends yesterday, so that calls and visits are due today and nothing is in the future.
    let yesterday = CalendarDate(days: zone.date(.now).days - 1)
    let simulation = Simulation(
      sessions: sessions, seed: seed, clinic: clinic, zone: zone.name, until: yesterday,
      offsetMinutes: zone.offsetMinutes(at:))
    let store = try ClinicStore.openOrCreateEmpty(at: folder)
    let opened = SessionOpened.eventType.number
    try store.takeAsRecorded { take in
      var count = 0
      try simulation.forEach { (event) throws in
        try take(event)
        guard event.envelope.type == opened else { return }
        count += 1
        if count % max(sessions / 10, 1) == 0 { progress(count) }
      }
    }
    return Int(try store.head().position)
  }
}
