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
  func make(
    at folder: String, makeKey: (_ origin: String) throws -> VerifierKey?,
    progress: (Int) -> Void
  ) throws -> Int {
    // The demo ends yesterday, so that calls and visits are due today and nothing is in the future.
    let yesterday = CalendarDate(days: zone.date(.now).days - 1)
    let simulation = Simulation(
      sessions: sessions, seed: seed, clinic: clinic, zone: zone.name, until: yesterday,
      offsetMinutes: zone.offsetMinutes(at:))
    let store = try ClinicStore.openOrCreateEmpty(at: folder)
    let opened = SessionOpened.eventType.number
    let key = try makeKey(store.origin())
    try store.takeAsRecorded(events: sessions * Simulation.eventsPerSession) { take in
      var count = 0
      try simulation.forEach { (event) throws in
        try take(event.naming(key))
        guard event.envelope.type == opened else { return }
        count += 1
        if count % max(sessions / 10, 1) == 0 { progress(count) }
      }
    }
    return Int(try store.head().position)
  }
}

extension StoredEvent {
  /// The same event; if it is the one that opens the store, with the key of its checkpoints.
  fileprivate func naming(_ key: VerifierKey?) throws -> StoredEvent {
    guard envelope.type == StoreOpened.eventType.number else { return self }
    var opened = try StoreOpened(record: payload.span.bytes)
    opened.checkpointKey = key?.text
    return StoredEvent(envelope: envelope, payload: opened.encoded())
  }
}
