import Clinic
import Records

/// What ``RuleView`` asks an index of a state's table for: the values of those columns.
///
/// While they stay as they are, so does what rules find by them, however the row changes otherwise.
struct AskedValues: Equatable {
  private var moment: Instant?
  private var text: String?
  private var other: String?

  /// The values of a state; none where there is none.
  init(_ state: borrowing ClinicState?) {
    switch state {
    case .client(let client): text = client.mergedInto
    case .booking(let booking): moment = booking.startsAt
    case .session(let session): (text, other) = (session.client, session.course)
    case .lot(let lot): text = lot.lotNoKey
    case .course, .product, .device, .staff, .protocol, nil: break
    }
  }
}
