import ClinicSQL
import MadeUpTables
import Testing

/// What an outer statement asks of a view reaches the tables, and changes no answer.
@Suite struct ViewPushdownTests {
  private let fixture: ClinicFixture
  private var connection: Connection { fixture.connection }

  init() throws { fixture = try ClinicFixture() }

  @Test(arguments: [
    ("client_state", "client = 'C1'", "client=?", "c VIRTUAL TABLE INDEX 1:id=?"),
    ("client_state", "client in ('C1', 'C2')", "client in (?)", "INDEX 4:id in (?)"),
    ("course_progress", "course = 'K1'", "course=?", "k VIRTUAL TABLE INDEX 1:id=?"),
    ("due_calls", "session = 'S1'", "session=?", "s VIRTUAL TABLE INDEX 1:id=?"),
    ("due_calls", "client = 'C1'", "client=?", ":chart=?"),
    ("overdue_follow_ups", "client = 'C1'", "client=?", ":chart=?"),
    ("course_progress", "client = 'C1'", "client=?", ":chart=?"),
    ("adverse_event_register", "client = 'C1'", "client=?", " chart=?"),
    ("numbing_outcomes", "practitioner = 'U2'", "practitioner=?", ":practitioner=?"),
    ("numbing_outcomes", "session_at >= '2026-05-01'", "session_at>=?", ":opened_at>=?"),
    ("session_audit", "session = 'S1'", "session=?", "e VIRTUAL TABLE INDEX 257:stream=?"),
    ("lot_recall", "lot = 'HA-1'", "lot=?", ":first_lot=?"),
    ("no_shows", "starts_at < '2026-05-01'", "starts_at<?", ":starts_at<?"),
    ("adverse_event_register", "session = 'S3'", "session=?", ":session=?"),
    ("practitioner_activity", "practitioner = 'U2'", "practitioner=?", ":practitioner=?"),
    ("late_entries", "position > 100", "position>?", ":position>?"),
  ])
  func `a constraint goes through a view to the table`(
    view: String, condition: String, outer: String, inner: String
  ) throws {
    let plan = try connection.explain("select * from \(view) where \(condition)")
    #expect(plan.hasPrefix("SCAN \(view) VIRTUAL TABLE INDEX"))
    #expect(plan.contains(":" + outer))
    let select = try #require(View.all.first { $0.name == view }).sql
    let below = try connection.explain("select * from (\n\(select)\n) where \(condition)")
    #expect(below.contains(inner), "\(below)")
  }

  @Test func `an order is asked of the view`() throws {
    let plan = try connection.explain(
      "select * from session_audit where session = 'S1' order by occurred_at desc, position")
    #expect(plan.hasSuffix(":session=? order by occurred_at desc, position"))
    #expect(!plan.contains("TEMP B-TREE"))
  }

  @Test func `what is worked out is left to the statement`() throws {
    #expect(
      try connection.explain("select * from due_calls where state = 'due'")
        .hasSuffix("INDEX 0:all"))
    #expect(
      try connection.explain("select * from due_calls where session = 's1' collate nocase")
        .hasSuffix(":all"))
  }

  @Test(arguments: 0..<6)
  func `generated statements are answered as if the view had been filtered afterwards`(
    seed: Int
  ) throws {
    var random = SplitMix(seed: UInt64(seed) &+ 77)
    var some = 0
    for view in View.all {
      let columns = try #require(connection.catalog.table(named: view.name)).columns.map(\.name)
      let values = try Self.values(of: view.name, connection)
      for _ in 0..<12 {
        var conditions = [Self.condition(columns, values, &random)]
        while random.below(2) == 0 {
          conditions.append(Self.condition(columns, values, &random))
        }
        let filter = conditions.joined(separator: random.below(3) == 0 ? " or " : " and ")
        let shown = (0..<3).map { _ in random.pick(columns) }.joined(separator: ", ")
        let select = random.below(4) == 0 ? "count(*)" : shown
        // The key makes the order a whole one.
        let order = select == "count(*)" ? "" : " order by " + Self.order(columns, view, &random)
        let tail = " where \(filter)\(order)"
        let found = try connection.rows(of: "select \(select) from \(view.name)\(tail)")
        // A limit keeps SQLite from handing anything to the view.
        let scanned = "(select * from \(view.name) limit -1)"
        let expected = try connection.rows(of: "select \(select) from \(scanned)\(tail)")
        #expect(found == expected, "select \(select) from \(view.name)\(tail)")
        if !found.isEmpty, found != [["int 0"]] { some += 1 }
      }
    }
    // Filters that let nothing through would agree with anything.
    #expect(some > View.all.count * 4)
  }

  @Test func `joins of views are those of their rows`() throws {
    let plain = """
      with s as materialized (select * from client_state), c as materialized (
        select * from course_progress), r as materialized (select * from lot_recall)
      """
    let joins = [
      "select s.client, c.course from S s left join C c on c.client = s.client order by 1, 2",
      "select s.client, r.position from R r join S s on s.client = r.client where r.lot = 'HA-1' order by 2",
      "select r.session, count(*) from R r join C c on r.client = c.client group by 1 order by 1",
      "select distinct r.lot from R r where r.client in (select client from S where sessions > 1) order by 1",
      "select s.client from S s where not exists (select 1 from C c where c.course = s.course) order by 1",
    ]
    for join in joins {
      let views = join.replacing(" S ", with: " client_state ").replacing(
        " C ", with: " course_progress "
      ).replacing(" R ", with: " lot_recall ")
      let rows = try connection.rows(of: views)
      #expect(!rows.isEmpty)
      #expect(
        try connection.rows(of: plain + join.lowercased().replacing("'ha-1'", with: "'HA-1'"))
          == rows)
    }
  }

  /// The values of each column, as SQL writes them.
  private static func values(
    of view: String, _ connection: Connection
  ) throws -> [String: [String]] {
    let statement = try #require(try connection.prepare("select * from \(view)"))
    var values: [String: [String]] = [:]
    while try statement.step() {
      for (place, column) in statement.columns.enumerated() {
        let literal =
          switch statement.value(at: place) {
          case .integer(let number): "\(number)"
          case .real(let number): "\(number)"
          case .text(let text): "'" + text.replacing("'", with: "''") + "'"
          case .null, .blob: "null"
          }
        values[column.name, default: []].append(literal)
      }
    }
    return values
  }

  private static func condition(
    _ columns: [String], _ values: [String: [String]], _ random: inout SplitMix
  ) -> String {
    let column = random.pick(columns)
    let own = values[column] ?? ["null"]
    let strange = ["7", "'7'", "1.0", "0.5", "''", "'C1'", "x'43'", "null", "'2026-05-01'", "-1"]
    func value(_ random: inout SplitMix) -> String {
      random.below(4) == 0 ? random.pick(strange) : random.pick(own)
    }
    switch random.below(8) {
    case 0: return "\(column) is not null"
    case 1: return "\(column) in (\(value(&random)), \(value(&random)), \(value(&random)))"
    case 2: return "\(column) in (select \(random.pick(own)) union select \(value(&random)))"
    case 3: return "\(column) between \(value(&random)) and \(value(&random))"
    case 4: return "\(column) = \(value(&random)) collate nocase"
    default:
      return "\(column) \(random.pick(["=", "=", "<", "<=", ">", ">="])) \(value(&random))"
    }
  }

  private static func order(
    _ columns: [String], _ view: View, _ random: inout SplitMix
  ) -> String {
    var terms = view.key
    if random.below(2) == 0 { terms.insert(random.pick(columns), at: 0) }
    return terms.map { $0 + random.pick(["", " desc"]) }.joined(separator: ", ")
  }
}
