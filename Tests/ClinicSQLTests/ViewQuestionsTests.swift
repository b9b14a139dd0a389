import ClinicSQL
import MadeUpTables
import Testing

/// What a clinic asks, each in one statement, with answers worked out by hand.
@Suite struct ViewQuestionsTests {
  @Test func `each question has the answer that a person works out`() throws {
    let fixture = try ClinicFixture()
    let blocks = try DataFile("questions.test").blocks
    var numbers: [Int] = []
    for block in blocks {
      let title = block.comments.first { $0.dropFirst(2).first?.isNumber == true } ?? ""
      numbers.append(Int(title.dropFirst(2).prefix { $0.isNumber }) ?? 0)
      let found = try Self.answer(block.statement, fixture.connection)
      #expect(found == block.answer, "\(title)")
    }
    #expect(numbers == [1] + Array(3...18))
  }

  /// The fixture's deviations were written by hand: the rules find the same ones, but for lateness,
  /// which no import has.
  @Test func `the rules find in the fixture what it says of itself`() throws {
    let sql = """
      select stream, type, rule, "limit", observed from deviations where rule <> 19
      order by stream, type, rule, observed
      """
    let written = try ClinicFixture().connection.rows(of: sql)
    #expect(written.count == 15)
    #expect(try ClinicFixture(asRecorded: false).connection.rows(of: sql) == written)
  }

  private static func answer(_ sql: String, _ connection: Connection) throws -> String {
    let statement = try #require(try connection.prepare(sql))
    var lines = [statement.columns.map(\.name).joined(separator: " | ")]
    while try statement.step() {
      let cells = statement.columns.indices.map { column in
        statement.kind(at: column) == .null ? "NULL" : statement.text(at: column)
      }
      lines.append(cells.joined(separator: " | "))
    }
    return lines.joined(separator: "\n")
  }
}
