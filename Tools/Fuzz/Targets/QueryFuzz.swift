import ClinicSQL
import MadeUpTables

/// Bytes as the choices of a generator of statements, whose answers SQLite's own tables must give too.
final class QueryFuzz {
  private let store: MadeUpStore
  private let connection: Connection
  private let native: NativeTables

  init() throws {
    let rows = MadeUp.rows(seed: 4, visits: 10, marks: 8)
    store = try MadeUpStore(rows)
    connection = try Connection(store.source)
    native = try NativeTables(rows)
  }

  func run(_ input: [UInt8]) throws {
    var generator = QueryGenerator(bytes: input)
    let query = generator.next()
    let agreement = Agreement(query, connection, native)
    try expect(
      agreement.difference == nil, "both answer alike: \(query.sql)\n\(agreement.difference ?? "")")
  }
}
