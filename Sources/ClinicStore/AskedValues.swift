import Clinic
import Records

/// What rules ask of the index of a state's table, by way of ``RuleView``.
enum IndexQuestion: Hashable {
  /// A column of text; each is asked of the states of one kind only.
  enum Column: String {
    case mergedInto = "merged_into"
    case client
    case course
    case lotNoKey = "lot_no_key"
  }

  /// Which states hold a text in a column.
  case holding(Column, String)
  /// Which bookings begin in a part of the calendar (see ``Diary``).
  case beginning(Int64)
}

/// The values of a state's columns that rules ask an index for.
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

  /// What finds a state with these values.
  var questions: [IndexQuestion] {
    var questions: [IndexQuestion] = []
    if let mergedInto { questions.append(.holding(.mergedInto, mergedInto)) }
    if let slot { questions.append(.beginning(Diary.part(of: slot.starts))) }
    if let client { questions.append(.holding(.client, client)) }
    if let course { questions.append(.holding(.course, course)) }
    if let lotNoKey { questions.append(.holding(.lotNoKey, lotNoKey)) }
    return questions
  }
}
