import Clinic

/// A member of staff.
struct Colleague {
  let id: String
  let name: String
  let role: StaffRole
  /// The greatest depth that the credential allows, in hundredths of a millimetre; 0 for none.
  var maxDepth = 0
  var credentials: [CredentialKind] = []
  /// The last day of the credentials.
  var validTo = 0
}

/// A pen.
struct Instrument {
  let id: String
  var isWithdrawn = false
}

/// How a client and numbing cream get on.
enum NumbingHabit {
  case notOffered
  case declines
  case accepts(product: Int)
  case contraindicated
}

/// What the clinic's days need to know of a client.
struct Chart {
  var practitioner: Int
  var habit: NumbingHabit = .notOffered
  var tolerance: PainTolerance = .usual
  var allergy: SubstanceClass?
  var wantsPhotos = true
  var concern: Concern = .texture
  var course: Int?
  /// The session before, whose follow-up is not held yet.
  var lastSession: Int?
  var lastDay = -1_000
  /// Whether a booking stands.
  var isBooked = false
  var isBlocked = false
  var hasHistory = false
  /// How many entries the clinic's days made on this chart.
  var entries = 0
}

/// A course of treatment.
struct CourseRun {
  let client: Int
  var planned: Int
  var done = 0
  /// Its last session that counts.
  var last: Int?
  var isEnded = false
}

/// What a booking is for.
enum Purpose {
  case consultation
  case session
  case followUp
}

/// A booking.
struct Visit {
  let client: Int
  let purpose: Purpose
  var slot: Slot
  /// Until when it is to be come to; false once cancelled or over.
  var stands = true
  /// The client will not come.
  var isForgotten = false
}

/// A session, as far as later days need it.
struct SessionRun {
  let client: Int
  let course: Int
  let practitioner: Int
  let visit: Int
  let start: WallTime
  var end: WallTime
  /// Entries in its stream so far.
  var entries = 0
  var isNumbed = false
  var serumLot: Int?
  var cartridge = ""
  var zone: Zone = .cheek
  var hasAdverseEvent = false
}

/// How the calls after a session go.
enum CallPlan {
  case reached
  case afterAttempts
  case late
}

/// An adverse event.
struct AdverseCase {
  let id: String
  let severity: AdverseSeverity
  let serious: Bool
}

/// A correction or a strike to come, of an entry of a session.
struct Amendment {
  enum Change {
    case correct(field: String, was: String, now: String, CorrectionReason, note: String)
    case strike(StrikeReason, note: String)
  }
  let session: Int
  let target: Int
  let change: Change
}

/// An entry that somebody forgot.
enum LateEntry {
  case painAfter(session: Int, at: WallTime, score: Int)
  case postCare(session: Int, at: WallTime, lot: Int)
  case numbing(session: Int, at: WallTime)
}
