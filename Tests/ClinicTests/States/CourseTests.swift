import Clinic
import EventLog
import Records
import Testing

@Suite struct CourseTests {
  private func course(_ clinic: Chronicle) throws -> Course {
    try #require(clinic.state(Course.self, "K1"))
  }

  @Test func `a course planned is active, with its plan`() throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.planned(), on: "course/K1", at: "09:00")
    let course = try course(clinic)
    #expect(course.status == .active)
    #expect(course.client == "C1")
    #expect(course.sessionsPlanned == 3)
    #expect(course.minIntervalDays == 28)
    #expect(course.zones == [.fullFace])
    #expect(course.plannedAt == Chronicle.at("09:00"))
  }

  @Test func `a course amended keeps what was not named, and an older plan entered late is older`()
    throws
  {
    var clinic = Chronicle()
    clinic.record(Chronicle.planned(), on: "course/K1", at: "09:00")
    clinic.record(
      .course(.courseAmended(CourseAmended(sessionsPlanned: 4))), on: "course/K1", at: "12:00")
    clinic.record(
      .course(.courseAmended(CourseAmended(sessionsPlanned: 6, minIntervalDays: 42))),
      on: "course/K1", at: "11:00")
    let course = try course(clinic)
    #expect(course.sessionsPlanned == 4)
    #expect(course.minIntervalDays == 42)
    #expect(course.targetIntervalDays == 28)
    #expect(course.planChanges?.map(\.sessionsPlanned) == [3, 6, 4])
  }

  @Test(arguments: [
    (CourseOutcome.completed, CourseStatus.completed), (.abandoned, .abandoned),
  ])
  func `a course ends as it ended`(_ outcome: CourseOutcome, _ status: CourseStatus) throws {
    var clinic = Chronicle()
    clinic.record(Chronicle.planned(), on: "course/K1", at: "09:00")
    clinic.record(
      .course(.courseEnded(CourseEnded(outcome: outcome))), on: "course/K1", at: "2026-06-01T10:00")
    #expect(try course(clinic).status == status)
    #expect(try course(clinic).endedAt == Chronicle.at("2026-06-01T10:00"))
  }

  @Test func `outcomes are counted and the last one shown`() throws {
    var clinic = Chronicle()
    func assessed(_ score: Int64) -> ClinicEvent {
      .course(
        .outcomeAssessed(
          OutcomeAssessed(instrument: .gais, score: score, assessor: .client, weeksAfter: 4)))
    }
    clinic.record(assessed(3), on: "course/K1", at: "2026-05-01T10:00")
    clinic.record(assessed(2), on: "course/K1", at: "2026-04-01T10:00")
    #expect(try course(clinic).outcomes == 2)
    #expect(try course(clinic).lastScore == 3)
    #expect(try course(clinic).lastInstrument == .gais)
  }
}
