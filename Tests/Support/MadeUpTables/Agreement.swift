package import ClinicSQL

/// Whether the virtual tables and SQLite's own answer a statement alike.
package struct Agreement {
  /// Where the two answers differ, if they do.
  package var difference: String?
  /// Whether there were answers: two refusals agree too.
  package var isAnswered: Bool

  /// Asks both; `nativeSQL` asks the native tables for the same.
  package init(
    _ query: QueryGenerator.Query, _ connection: Connection, _ native: NativeTables,
    nativeSQL: String? = nil
  ) {
    let expected = Result { try native.rows(of: nativeSQL ?? query.sql) }
    let found = Result { try connection.rows(of: query.sql) }
    isAnswered = false
    switch (expected, found) {
    case (.success(var expected), .success(var found)):
      isAnswered = true
      if query.isDistinct { (expected, found) = (Self.likened(expected), Self.likened(found)) }
      if !query.isOrdered {
        expected.sort { $0.lexicographicallyPrecedes($1) }
        found.sort { $0.lexicographicallyPrecedes($1) }
      }
      guard expected != found else { return }
      difference = "expected \(expected.count) rows, found \(found.count):\n\(expected)\n\(found)"
    case (.failure, .failure): break
    case (.failure(let error), .success): difference = "only native fails: \(error)"
    case (.success, .failure(let error)): difference = "only ours fails: \(error)"
    }
  }

  /// The rows with reals that equal a whole number spelt as that number.
  private static func likened(_ rows: [[String]]) -> [[String]] {
    rows.map { row in
      row.map { value in
        guard value.hasPrefix("real "), let real = Double(value.dropFirst("real ".count)),
          let integer = Int64(exactly: real)
        else { return value }
        return "int \(integer)"
      }
    }
  }
}

extension Connection {
  /// All rows, each value spelt with its kind, as ``NativeTables`` spells them.
  package func rows(of sql: String) throws -> [[String]] {
    guard let statement = try prepare(sql) else { return [] }
    var rows: [[String]] = []
    while try statement.step() {
      rows.append(
        statement.columns.indices.map { column in
          switch statement.value(at: column) {
          case .null: "null"
          case .integer(let number): "int \(number)"
          case .real(let number): "real \(number)"
          case .text(let text): "text " + text
          case .blob(let bytes): "blob of \(bytes.count)"
          }
        })
    }
    return rows
  }
}
