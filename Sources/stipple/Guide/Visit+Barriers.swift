import Clinic
import ClinicStore
import EventLog
import Records

extension Visit {
  /// What keeps the client from being treated now, as rule 10 has it.
  var barriers: [Finding] { Clinic.barriers(toTreating: client.id, at: now, in: Charts(of: self)) }
}

/// As much of the clinic as rule 10 asks about: the client's charts and the protocols.
private struct Charts: ClinicView {
  private let visit: Visit

  init(of visit: Visit) { self.visit = visit }

  func state(_ kind: StreamKind, _ id: String) -> ClinicState? {
    guard kind == .client else { return nil }
    return visit.charts.first { $0.id == id }.map { .client(Kept($0)) }
  }

  func all(_ kind: StreamKind) -> [ClinicState] {
    switch kind {
    case .client: visit.charts.map { .client(Kept($0)) }
    case .protocol: visit.protocols.map { .protocol(Kept($0)) }
    default: []
    }
  }

  func events(of stream: StreamID) -> [StoredEvent] { [] }

  func day(of moment: Instant) -> CalendarDate { visit.zone.date(moment) }
}
