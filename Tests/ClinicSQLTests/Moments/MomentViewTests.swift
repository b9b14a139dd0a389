import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import MadeUpTables
import Records
import Testing

/// Views at a moment, against the same views on a store in which nothing came after it.
@Suite struct MomentViewTests {
  private let clinic: AmendedClinic

  init() throws { clinic = try AmendedClinic.shared.get() }

  private static let all = View.all.map(\.name)

  @Test(arguments: [1, 12, 47, 80, 109, 121, 140])
  func `a view at a moment is the view on a store that ends there`(position: UInt64) throws {
    let connection = try clinic.connection()
    let moment = try clinic.store.moment("@\(position)")
    let (store, folder) = try clinic.cut(at: position)
    defer { _ = folder.path }
    var source = TableSource(store)
    source.now = { moment.at }
    let cut = try Connection(source)
    for name in Self.all {
      let view = try #require(connection.catalog.table(named: name))
      let order = view.columns.filter(\.isKey).map(\.name).joined(separator: ", ")
      let expected = try cut.rows(of: "select * from \(name) order by \(order)")
      #expect(
        try connection.rows(of: "select * from \(name)('@\(position)') order by \(order)")
          == expected, "\(name)")
      connection.moment = moment
      #expect(try connection.rows(of: "select * from \(name) order by \(order)") == expected)
      connection.moment = nil
      // A key that goes through to the tables below.
      guard let key = view.columns.first(where: \.isKey)?.name, let first = expected.first,
        let place = view.columns.firstIndex(where: { $0.name == key })
      else { continue }
      let value =
        first[place].hasPrefix("text ")
        ? "'\(first[place].dropFirst(5))'" : first[place].dropFirst(4)
      #expect(
        try connection.rows(
          of: "select * from \(name)(\(position)) where \(key) = \(value) order by \(order)"
        ) == expected.filter { $0[place] == first[place] }, "\(name)")
    }
  }

  @Test func `two moments of a view meet in one statement`() throws {
    let connection = try clinic.connection()
    let one = try connection.rows(of: "select client, sessions from client_state('@60')")
    let other = try connection.rows(of: "select client, sessions from client_state('@109')")
    let both = try connection.rows(
      of: """
        select a.client, a.sessions, b.client, b.sessions
        from client_state('@60') a full join client_state('@109') b on b.client = a.client
        """)
    #expect(Set(both.filter { $0[0] != "null" }.map { Array($0[..<2]) }) == Set(one))
    #expect(Set(both.filter { $0[2] != "null" }.map { Array($0[2...]) }) == Set(other))
    #expect(one != other)
  }

  @Test func `a view's moment ends where the view does`() throws {
    let connection = try clinic.connection()
    func count(_ source: String) throws -> Int {
      let statement = try #require(try connection.prepare("select count(*) from \(source)"))
      #expect(try statement.step())
      return Int(statement.integer(at: 0))
    }
    let registered = EventType.named("client-registered")?.number
    let clients = clinic.events.filter { $0.envelope.type == registered }
    try #require(clients.count > 2)
    let second = clients[1].envelope.position
    let (then, now) = (try count("clients('@\(second)')"), try count("clients"))
    #expect(then == 2 && now > 2)
    // The table stands within the loop over the view's rows, and the view within that over the table's.
    for joint in [
      "charts('@\(second)') v cross join clients c", "clients c cross join charts('@\(second)') v",
    ] {
      #expect(try count(joint) == then * now)
    }
    #expect(
      try connection.rows(
        of: """
          select (select count(*) from charts('@\(second)')), (select count(*) from clients),
            (select count(*) from charts), (select count(*) from events('@5'))
          """) == [["int \(then)", "int \(now)", "int \(now)", "int 5"]])
  }

  @Test func `a moment may come to a view with each row`() throws {
    let connection = try clinic.connection()
    let rows = try connection.rows(
      of: """
        select e.position, count(*) from events e, charts(e.position) c
        where e.position in (5, 30, 90) group by e.position
        """)
    for row in rows {
      #expect(
        try connection.rows(of: "select count(*) from charts(\(row[0].dropFirst(4)))") == [[row[1]]]
      )
    }
    #expect(rows.count > 1)
  }

  @Test func `a view's today is its moment's`() throws {
    let connection = try clinic.connection()
    for (text, today) in [
      ("@80", nil), ("2026-04-10", "2026-04-10 22:59:59.999999"),
      ("2026-04-10T10:00Z", "2026-04-10 10:00:00"), ("now", "2026-06-15 12:00:00"),
    ] as [(String, String?)] {
      var source = TableSource(clinic.store)
      source.now = { .init(rfc3339: "2026-06-15T12:00:00Z") ?? .now }
      source.views = [View(name: "today", summary: "", key: ["at"], sql: "select :now as at")]
      let asking = try Connection(source)
      let at = try today ?? clinic.store.moment(text).at.sql
      #expect(try asking.rows(of: "select at from today('\(text)')") == [["text \(at)"]])
      if text != "now" {
        asking.moment = try clinic.store.moment(text)
        #expect(try asking.rows(of: "select at from today") == [["text \(at)"]])
      }
    }
    #expect(!connection.isReading)
  }
}
