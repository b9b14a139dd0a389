import ClinicSQL
import ClinicStore
import Foundation

/// SQL over our tables, beside SQLite's own tables, a virtual table in C, and DuckDB, of the same rows.
final class Asking: Exercise {
  static let name = "sql"
  private let stand: Stand
  private let virtual: PeerProcess?
  private let duckdb: PeerProcess?
  private static let repeats = 5

  init(_ stand: Stand) throws {
    self.stand = stand
    _ = stand.sqlite
    virtual = try? PeerProcess(
      "C virtual table", stand.options.peers + "/virtual", [stand.store.path + "/data.mdb"])
    duckdb = try? PeerProcess(
      "DuckDB", stand.options.python, ["Tools/Peers/duckdb_peer.py"])
    guard let duckdb else { return }
    for table in RelationalSchema.tables {
      let file = "\(stand.folder)/\(table).csv"
      defer { remove(file) }
      try TableFile.write(table, from: stand.database, to: file)
      try duckdb.ask("load \(table) \(file)")
    }
  }

  /// A question, and what it is called in the table.
  private struct Question {
    let name: String
    let what: String
    let sql: String
    var goal = 1.1
    /// Whether a C virtual table can answer too.
    var virtual = false
    /// What is asked of a C virtual table that has as many rows and nothing in them.
    var bare: String?
  }

  private let questions = [
    Question(
      name: "sql-filter", what: "scan, filter and sum",
      sql: "select count(*), sum(score) from pain_scores where score >= 3", virtual: true),
    Question(
      name: "sql-filter-real", what: "scan of depths, filter and sum",
      sql: "select count(*), sum(passes), max(depth_mm) from passes where depth_mm > 1.0"),
    Question(
      name: "sql-text", what: "scan, text of every row",
      sql: "select session, recorded_by from pain_scores where recorded_by <> ''", virtual: true),
    Question(
      name: "sql-wide", what: "scan of a wide table, two columns",
      sql: "select count(client), sum(max_depth_mm) from sessions"),
    Question(
      name: "sql-like", what: "search in text",
      sql: "select count(*) from sessions where practitioner like '%4' and zones like '%cheek%'"),
    Question(
      name: "sql-group", what: "GROUP BY an enum column",
      sql: "select phase, count(*) from pain_scores group by phase", goal: 0.65, virtual: true,
      bare: "select phase, count(*) from bare group by phase"),
    Question(
      name: "sql-group-sum", what: "GROUP BY an enum column, with a sum",
      sql: "select zone, count(*), sum(passes) from passes group by zone", goal: 0.65),
    Question(name: "sql-count", what: "count(*)", sql: "select count(*) from passes"),
    Question(
      name: "sql-indexed", what: "one client's rows by index",
      sql: "select count(*), max(score) from pain_scores where client = 'C3'"),
    Question(
      name: "sql-join", what: "join of two tables",
      sql: """
        select s.practitioner, count(*) from sessions s join pain_scores p on p.session = s.id
        group by s.practitioner
        """, virtual: true,
      bare: """
        select s.practitioner, count(*) from bare_sessions s join bare p on p.session = s.id
        group by s.practitioner
        """),
  ]

  var figures: [Figure] { questions.map(figure) }

  private func figure(_ question: Question) -> Figure {
    let ours = required { try stand.database.prepare(question.sql) }
    let theirs = required { try stand.sqlite.prepare(question.sql) }
    guard let ours else { fatalError("no statement: \(question.sql)") }
    required { try compare(question, ours, theirs) }
    var sides: [Figure.Side] = [
      .ours {
        try time(units: Self.repeats) { for _ in 0..<Self.repeats { try ours.runThrough() } }
      },
      Figure.Side("SQLite") {
        time(units: Self.repeats) { () throws(Never) in
          for _ in 0..<Self.repeats { theirs.runThrough() }
        }
      },
    ]
    var goals: [Goal] = [.ratio("SQLite", atMost: question.goal)]
    if question.virtual, let virtual {
      sides.append(peer("C virtual table", virtual, question.sql))
      goals.append(.ratio("C virtual table", atMost: 1.15))
    }
    if let bare = question.bare, let virtual {
      sides.append(peer("C table of nothing", virtual, bare))
    }
    if let duckdb { sides.append(peer("DuckDB", duckdb, question.sql)) }
    return Figure(question.name, question.what, goals: goals, sides: sides)
  }

  private func peer(_ name: String, _ process: PeerProcess, _ sql: String) -> Figure.Side {
    Figure.Side(name) {
      try process.ask("run \(Self.repeats) \(sql.replacing("\n", with: " "))")
        / Double(Self.repeats)
    }
  }

  /// Both must give the same rows, or nothing is compared.
  private func compare(
    _ question: Question, _ ours: Statement, _ theirs: NativeStatement
  ) throws {
    var rows: [[String]] = []
    while try ours.step() {
      rows.append(
        ours.columns.indices.map { ours.kind(at: $0) == .null ? "∅" : ours.text(at: $0) })
    }
    var others: [[String]] = []
    while theirs.step() { others.append(theirs.row) }
    let order: ([String], [String]) -> Bool = { $0.lexicographicallyPrecedes($1) }
    guard rows.sorted(by: order) == others.sorted(by: order) else {
      throw Refusal("\(question.name): \(rows.prefix(3)) here, \(others.prefix(3)) in SQLite")
    }
  }
}

extension Statement {
  /// Runs it once, looking at each column as a reader would.
  func runThrough() throws {
    reset()
    while try step() {
      for column in columns.indices {
        if kind(at: column) == .text {
          withBytes(at: column) { _ = $0.count }
        } else {
          _ = real(at: column)
        }
      }
    }
  }
}

extension NativeStatement {
  func runThrough() {
    let columns = columnCount
    while step() { for column in 0..<columns { touch(column) } }
  }
}
