import Clinic
import Records

/// What ``RuleView`` asks an index of a state's table for: the values of those columns.
///
/// While they stay as they are, so does what rules find by them, however the row changes otherwise.
struct AskedValues: Equatable {
  /// Of a client: the chart that it was merged into.
  private var mergedInto: String?
  /// Of a booking: beside the column that is asked for, when it ends, by which it is chosen.
  private(set) var slot: Diary.Slot?
  /// Of a session.
  private var client: String?
  /// Of a session.
  private var course: String?
  /// Of a lot.
  private var lotNoKey: String?

  /// The values of a state; none where there is none.
  init(_ state: ClinicState?) {
    switch state {
    case .client(let client): mergedInto = client.row.mergedInto
    case .booking(let booking):
      if let starts = booking.row.startsAt, let ends = booking.row.endsAt {
        slot = Diary.Slot(starts: starts, ends: ends)
      }
    case .session(let session): (client, course) = (session.row.client, session.row.course)
    case .lot(let lot): lotNoKey = lot.row.lotNoKey
    case .course, .product, .device, .staff, .protocol, nil: break
    }
  }
}
