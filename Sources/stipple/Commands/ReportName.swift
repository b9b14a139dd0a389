import Clinic
import ClinicStore
import EventLog
import Records
import Reports

/// The reports there are, and what each is asked with.
enum ReportName: String, CaseIterable {
  case session, client, course, day, month, recall, outcomes

  /// What it is about, as a message asks for it; nil where it needs nothing.
  var subject: String? {
    switch self {
    case .session: "a session"
    case .client: "a client"
    case .course: "a course"
    case .day: "a day"
    case .month: "a month"
    case .recall: "a lot"
    case .outcomes: nil
    }
  }

  /// How it may be asked for.
  var example: String {
    switch self {
    case .session: "stipple report session S1"
    case .client: "stipple report client C1"
    case .course: "stipple report course K1"
    case .day: "stipple report day 2026-03-01"
    case .month: "stipple report month 2026-03"
    case .recall: "stipple report recall HA-7"
    case .outcomes: "stipple report outcomes"
    }
  }

  /// The report of that name; an unknown one is an error that names the nearest, or all.
  static func required(_ name: String) throws(Message) -> ReportName {
    guard let found = ReportName(rawValue: name) else {
      throw Message(
        "no such report: \(name)",
        hint: Suggestion.hint(for: name, among: allCases.map(\.rawValue)),
        status: .usage)
    }
    return found
  }

  /// What the report is about, as typed: an id, or a stream such as `session/S1`.
  func argument(_ typed: String?) throws -> String {
    guard let subject else {
      guard typed == nil else {
        throw Message("\(rawValue) is of the whole clinic", hint: example, status: .usage)
      }
      return ""
    }
    guard let typed, !typed.isEmpty else {
      throw Message("which \(subject.dropFirst(2))?", hint: example, status: .usage)
    }
    guard let kind, typed.contains("/") else { return typed }
    let stream = try StreamID.required(typed)
    guard stream.streamKind == kind else {
      throw Message(
        "\(stream.text) is not \(subject)", hint: "stipple show \(stream.text)", status: .usage)
    }
    return stream.id
  }

  private var kind: StreamKind? {
    switch self {
    case .session: .session
    case .client: .client
    case .course: .course
    case .recall: .lot
    case .day, .month, .outcomes: nil
    }
  }

  /// Makes the report.
  func make(_ argument: String, in store: ClinicStore, at moment: Moment) throws -> Report {
    switch self {
    case .session: try SessionReport.make(argument, in: store, at: moment)
    case .client: try ClientReport.make(argument, in: store, at: moment)
    case .course: try CourseReport.make(argument, in: store, at: moment)
    case .day: try DayReport.make(argument, in: store, at: moment)
    case .month: try MonthReport.make(argument, in: store, at: moment)
    case .recall: try RecallReport.make(argument, in: store, at: moment)
    case .outcomes: try OutcomesReport.make(in: store, at: moment)
    }
  }
}
