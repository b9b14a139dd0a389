import Clinic
import ClinicSQL
public import ClinicStore
import Records

/// What came of the treatments: scores by session of the course, redness, pain by numbing and depth.
public enum OutcomesReport {
  /// The report of everything that the moment knows of.
  public static func make(in store: ClinicStore, at moment: Moment) throws -> Report {
    let inquiry = try Inquiry(store, at: moment)
    let courses = try inquiry.row(
      "courses",
      """
      select
        count(*) as courses, coalesce(sum(k.status = 'completed'), 0) as completed,
        coalesce(sum(k.status = 'abandoned'), 0) as abandoned,
        coalesce(sum(k.outcomes > 0), 0) as assessed,
        coalesce(sum(k.status = 'completed' and k.outcomes > 0), 0) as completed_and_assessed
      from courses k
      where k.planned_at is not null
      """)
    let sessions = try inquiry.row(
      "sessions",
      """
      select count(*) as sessions, coalesce(sum(s.first_pass_at is not null), 0) as needled
      from sessions s
      where s.opened_at is not null
      """)
    let sections = [
      try inquiry.scoresBySession(),
      try inquiry.scoresByWeeks(),
      try inquiry.satisfaction(),
      try inquiry.redness(where: "1", [:]),
      try inquiry.painByDepth(),
    ]
    let certificate = try Certificate(
      of: "outcomes", in: store, at: moment,
      tables: [
        Client.table, Course.table, Session.table, OutcomeFact.table,
      ], digests: inquiry.digests)
    return Report(
      name: "outcomes", title: "Outcomes", facts: facts(courses, sessions), sections: sections,
      certificate: certificate)
  }

  private static func facts(_ courses: Answer, _ sessions: Answer) -> [ReportFact] {
    let all = courses.count("courses")
    let completed = courses.count("completed")
    let assessed = courses.count("completed_and_assessed")
    return [
      ReportFact(
        "courses",
        "\(all): \(completed) completed, \(courses.count("abandoned")) abandoned, "
          + "\(all - completed - courses.count("abandoned")) going on"),
      ReportFact(
        "completed courses with an outcome",
        completed == 0
          ? "no course is completed" : Words.recorded(assessed, of: completed)),
      ReportFact("courses with an outcome", Words.share(courses.count("assessed"), of: all)),
      ReportFact(
        "sessions",
        "\(sessions.count("sessions")), \(sessions.count("needled")) of them needled"),
    ]
  }
}
