import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import Records
import Reports
import Simulation
import Testing

/// What every report promises: the same at the same moment, whatever came later.
@Suite struct ReportMomentTests {
  typealias Making = @Sendable (ClinicStore, Moment) throws -> Report

  static let reports: [(name: String, make: Making)] = [
    ("client", { try ClientReport.make("C3", in: $0, at: $1) }),
    ("client of two charts", { try ClientReport.make("C2", in: $0, at: $1) }),
    ("course", { try CourseReport.make("K1", in: $0, at: $1) }),
    ("day", { try DayReport.make("2026-06-12", in: $0, at: $1) }),
    ("month", { try MonthReport.make("2026-06", in: $0, at: $1) }),
    ("outcomes", { try OutcomesReport.make(in: $0, at: $1) }),
    ("recall", { try RecallReport.make("HA-1", in: $0, at: $1) }),
  ]

  /// 104 is before the corrections of S4, 105 between them, and 90 before S4 was opened.
  @Test(arguments: [90, 104, 105])
  func `a report at a moment is what it was then`(_ position: Int) throws {
    let then = try FixtureStore.questions(first: position)
    let now = try FixtureStore.questions()
    for (name, make) in Self.reports {
      let first = try make(then.store, then.moment())
      let again = try make(now.store, now.moment(position))
      #expect(first == again, "\(name)")
      #expect(try make(now.store, now.moment(position)) == again, "\(name)")
      #expect(first.html == again.html, "\(name)")
      #expect(!first.html.isEmpty)
    }
  }

  @Test func `what came later shows in the report of now`() throws {
    let fixture = try FixtureStore.questions()
    for (name, make) in Self.reports where !name.hasPrefix("client of") && name != "course" {
      let then = try make(fixture.store, fixture.moment(104))
      let now = try make(fixture.store, fixture.moment())
      #expect(then.sections != now.sections, "\(name)")
      #expect(then.certificate.digests != now.certificate.digests, "\(name)")
    }
  }

  @Test func `a certificate says how to make the report again`() throws {
    let fixture = try FixtureStore.questions()
    let certificates = try Self.reports.map {
      try $0.make(fixture.store, fixture.moment(104)).certificate
    }
    #expect(
      certificates.map(\.command) == [
        "stipple report client C3 --as-of @104", "stipple report client C2 --as-of @104",
        "stipple report course K1 --as-of @104", "stipple report day 2026-06-12 --as-of @104",
        "stipple report month 2026-06 --as-of @104", "stipple report outcomes --as-of @104",
        "stipple report recall HA-1 --as-of @104",
      ])
  }

  /// Digests must not confirm a guess: with other names and words they are the same.
  @Test func `no digest depends on a name or a free text`() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/twenty-questions.ndjson")
    let text = try String(contentsOf: path, encoding: .utf8)
    var other = text
    for (word, another) in [
      ("Marlowe Finch", "Somebody Else"), ("Ives Calloway", "Nobody"), ("Bryn Okafor", "X"),
      ("1984-07-19", "1985-01-02"), ("was off sick", "forgot"), ("left out", "oversight"),
      ("client goes abroad", "wedding"), ("found out afterwards", "seen later"),
      ("+44 1632 960071", "+44 1632 960099"),
    ] {
      #expect(text.contains(word))
      other = other.replacingOccurrences(of: word, with: another)
    }
    let one = try FixtureStore.questions()
    let two = try FixtureStore(other.split(separator: "\n").map(String.init))
    for (name, make) in Self.reports {
      let first = try make(one.store, one.moment())
      let second = try make(two.store, two.moment())
      #expect(first.certificate.digests == second.certificate.digests, "\(name)")
    }
    let client = try ClientReport.make("C1", in: two.store, at: two.moment())
    #expect(client.fact("name") == "Somebody Else")
  }
}

/// The month's and the outcomes' figures on a made-up clinic, against SQL written apart.
@Suite struct ReportFigureTests {
  private static let clinic = Result { try FixtureStore(simulated: 120, seed: 5) }

  private func number(_ text: String?) -> Int? {
    text.flatMap { Int($0.prefix { $0.isNumber }) }
  }

  @Test func `every month's figures are those of plain SQL`() throws {
    let fixture = try Self.clinic.get()
    let moment = try fixture.moment()
    func ask(_ sql: String) throws -> [String] { try answers(sql, in: fixture.store, at: moment) }
    let months = try ask("select distinct substr(local(opened_at), 1, 7) from sessions order by 1")
    #expect(months.count >= 3)
    for month in months {
      let report = try MonthReport.make(month, in: fixture.store, at: moment)
      let count = "from sessions s where substr(local(s.opened_at), 1, 7) = '\(month)'"
      #expect(try ask("select count(*) \(count)") == ["\(number(report.fact("sessions")) ?? -1)"])
      let bars = try report.charts("Sessions")[0]
      let days = try ask(
        "select cast(substr(local(opened_at), 9, 2) as integer), count(*) \(count) group by 1")
      let drawn = bars.groups.filter { ($0.values[0] ?? 0) > 0 }
        .map { "\($0.label) | \(Int($0.values[0] ?? 0))" }
      #expect(drawn == days)
      let weeks = try report.rows("Sessions").map { $0.split(separator: " | ").map(String.init) }
      let columns = (1...10).map { place in
        weeks.reduce(0) { $0 + (Int($1[place]) ?? 0) }
      }
      let bookings = "from bookings b where substr(local(b.starts_at), 1, 7) = '\(month)'"
      for (column, condition) in [
        (2, "1"), (3, "status = 'arrived'"), (4, "status = 'no_show'"),
        (5, "status = 'turned_away'"), (6, "status = 'cancelled' and cancelled_by = 'client'"),
        (7, "status = 'cancelled' and cancelled_by = 'clinic'"),
      ] {
        #expect(
          try ask("select count(*) \(bookings) and (\(condition))") == ["\(columns[column])"],
          "\(month) \(condition)")
      }
      // Pain by decision, straight from the facts.
      let pain = try ask(
        """
        select replace(d.decision, '_', ' '), count(*), round(avg(p.worst), 1)
        from (
          select session, decision, row_number() over (
            partition by session order by occurred_at desc, position desc) as age
          from numbing_decisions
        ) d
        join sessions s on s.id = d.session and s.passes > 0
        left join (
          select session, max(score) as worst from pain_scores where phase = 'needling'
          group by session
        ) p on p.session = s.id
        where d.age = 1 and substr(local(s.opened_at), 1, 7) = '\(month)'
        group by 1 order by 1
        """)
      let shown = try report.rows("Numbing and pain")
        .map { $0.split(separator: " | ").map(String.init) }
        .filter { $0[0] != "not recorded" }
        .map { "\($0[0]) | \($0[1]) | \($0[3])" }.sorted()
      #expect(shown == pain, "\(month)")
      let rules = try ask(
        """
        select e.value ->> 'rule', count(*) from events v, json_each(v.deviations) e
        where substr(local(v.occurred_at), 1, 7) = '\(month)'
          and not exists (
            select 1 from amendments a
            where a.target = v.position and a.act = 'struck_out' and a.in_force)
        group by 1 order by 1
        """)
      let told = try report.rows("Deviations").map { line in
        let cells = line.split(separator: " | ")
        return "\(cells[0]) | \(cells[2])"
      }
      #expect(told == rules, "\(month)")
    }
  }

  @Test func `outcomes are those of plain SQL`() throws {
    let fixture = try Self.clinic.get()
    let moment = try fixture.moment()
    let report = try OutcomesReport.make(in: fixture.store, at: moment)
    func ask(_ sql: String) throws -> [String] { try answers(sql, in: fixture.store, at: moment) }
    let rows = try report.rows("Scores by session of the course")
      .map { $0.split(separator: " | ").map(String.init) }
    let assessed = try ask("select count(*) from outcomes")
    #expect(assessed != ["0"])
    #expect(["\(rows.reduce(0) { $0 + (Int($1[2]) ?? 0) })"] == assessed)
    let weeks = try report.rows("Scores by weeks since the last session")
      .map { $0.split(separator: " | ").map(String.init) }
    #expect(["\(weeks.reduce(0) { $0 + (Int($1[2]) ?? 0) })"] == assessed)
    // Sessions needled are counted once in the table of depths.
    let depths = try report.rows("Pain by numbing and depth")
      .map { $0.split(separator: " | ").map(String.init) }
    #expect(
      ["\(depths.reduce(0) { $0 + (Int($1[2]) ?? 0) })"]
        == (try ask("select count(distinct session) from passes")))
    let red = try ask(
      """
      select count(*), round(avg(days), 1) from (
        select session, (
          select n.downtime_days from follow_ups n where n.session = f.session
            and n.downtime_days is not null
          order by n.occurred_at desc, n.position desc limit 1) as days
        from follow_ups f group by session)
      where days is not null
      """)[0].split(separator: " | ")
    let said = try report.section("Redness").paragraphs[0]
    #expect(said.hasSuffix("Mean of those recorded: \(red[1]) days."))
  }

  @Test func `every day of a month adds up to the month`() throws {
    let fixture = try Self.clinic.get()
    let moment = try fixture.moment()
    let month = try MonthReport.make("2026-05", in: fixture.store, at: moment)
    var (sessions, entries) = (0, 0)
    for day in 1...31 {
      let text = "2026-05-" + (day < 10 ? "0\(day)" : "\(day)")
      let report = try DayReport.make(text, in: fixture.store, at: moment)
      sessions += Int(report.fact("sessions") ?? "") ?? 0
      entries += number(try report.section("The log").fact("recorded on this day")) ?? 0
    }
    #expect(sessions == number(month.fact("sessions")))
    let recorded = try answers(
      "select count(*) from events where substr(local(recorded_at), 1, 7) = '2026-05'",
      in: fixture.store, at: moment)
    #expect(recorded == ["\(entries)"])
  }
}

extension FixtureStore {
  /// A made-up clinic in London.
  convenience init(simulated sessions: Int, seed: UInt64) throws {
    let zone = try #require(ClinicZone("Europe/London"))
    let simulation = Simulation(
      sessions: sessions, seed: seed, zone: zone.name, offsetMinutes: zone.offsetMinutes(at:))
    var lines: [String] = []
    simulation.forEach { lines.append(String(decoding: EventLine.json(of: $0), as: UTF8.self)) }
    try self.init(lines)
  }
}
