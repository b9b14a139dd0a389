import ClinicSQL
import Foundation

/// PostgreSQL as it comes, fsync on, over its socket: a C program that prepares its statements.
///
/// One command is one statement and one round trip; more are sent in one pipeline.
final class PostgresPeer {
  private let process: PeerProcess

  init(_ stand: Stand, socket: String) throws {
    process = try PeerProcess("PostgreSQL", stand.options.peers + "/postgres", [socket])
    for name in ["log"] + RelationalSchema.tables { try run("drop table if exists \(name)") }
    for statement in RelationalSchema.log(bytes: "bytea") { try run(statement) }
    try run(
      """
      insert into log select n, '5/' || n % 1000, n / 1000, 413,
      decode(repeat('07', \(PainScoreRows.recordBytes)), 'hex') from generate_series(1,
      \(stand.events)) n
      """)
    for name in RelationalSchema.tables {
      guard let table = stand.database.catalog.table(named: name) else { continue }
      for statement in RelationalSchema.statements(of: table, isPostgres: true) {
        try run(statement)
      }
      let file = "\(stand.folder)/\(name).csv"
      defer { remove(file) }
      try TableFile.write(name, from: stand.database, to: file)
      try process.answer("copy \(name) \(file)")
    }
    for id in stand.visits.ids {
      try run(
        """
        insert into sessions (id, client, practitioner, status, opened_at, version, last_position)
        values ('\(id)', '\(id)', 'U4', 'open', '2026-07-01 10:00:00', 2, 1) on conflict do nothing
        """)
    }
    try run("analyze")
    try run("checkpoint")
  }

  private func run(_ sql: String) throws {
    try process.answer("sql " + sql.replacing("\n", with: " "))
  }

  /// Nanoseconds of so many transactions of so many commands.
  func record(_ commands: Int, _ transactions: Int) throws -> Double {
    try process.ask("record \(commands) \(transactions)")
  }
}
