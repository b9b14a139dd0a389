import Clinic
import EventLog
import Records
import Simulation

/// A simulated clinic's whole log, and what the tests ask of it.
struct MadeUpClinic {
  let events: [StoredEvent]
  let decoded: [ClinicEvent]

  /// 300 sessions of seed 7.
  static let usual = Result { try MadeUpClinic(sessions: 300, seed: 7) }

  init(sessions: Int, seed: UInt64) throws {
    var events: [StoredEvent] = []
    Simulation(sessions: sessions, seed: seed).forEach { events.append($0) }
    self.events = events
    decoded = try events.map {
      try ClinicEvent(
        type: $0.envelope.type, version: $0.envelope.schema, payload: $0.payload.span.bytes)
    }
  }

  /// What is said in sessions, with the events.
  var inSessions: [(event: StoredEvent, said: SessionEvent)] {
    zip(events, decoded).compactMap { event, said in
      guard case .session(let said) = said else { return nil }
      return (event, said)
    }
  }

  /// How many events there are of each type.
  var counts: [String: Int] {
    var counts: [String: Int] = [:]
    for said in decoded { counts[said.type.name, default: 0] += 1 }
    return counts
  }
}
