import CSQLite
import ClinicSQL
import Foundation
import MadeUpTables
import Testing

/// What SQL must not do here, however it is asked.
@Suite struct DenyTests {
  @Test func `no statement of the corpus runs, and nothing changes`() throws {
    let rows = MadeUp.rows(seed: 3, visits: 30, marks: 30)
    let store = try MadeUpStore(rows)
    let connection = try Connection(store.source)
    let harm = try Folder()
    let before = try store.contents()
    let corpus = try Self.corpus(harm.path)
    #expect(corpus.count > 60)
    for sql in corpus {
      #expect(throws: SQLError.self, "\(sql)") {
        var rest = sql
        while let statement = try connection.prepare(rest) {
          while try statement.step() {}
          rest = statement.tail
        }
      }
      #expect(!connection.isReading)
    }
    #expect(try store.contents() == before)
    #expect(try harm.files == [])
    let native = try NativeTables(rows)
    for table in ["visits", "marks"] {
      let columns = table == "visits" ? "id, client, score, note" : "*"
      let sql = "select \(columns) from \(table) order by 1, 2"
      #expect(try connection.rows(of: sql) == native.rows(of: sql))
    }
  }

  /// The control: the corpus must do harm where nothing is forbidden.
  @Test func `the corpus does write files on an open connection`() throws {
    let harm = try Folder()
    var handle: OpaquePointer?
    defer { sqlite3_close_v2(handle) }
    #expect(sqlite3_open(":memory:", &handle) == SQLITE_OK)
    // Not the pragmas among them: some would hold for the whole process.
    for sql in try Self.corpus(harm.path) where sql.hasPrefix("vacuum") {
      sqlite3_exec(handle, sql, nil, nil, nil)
    }
    #expect(try harm.files.count >= 2)
  }

  @Test func `reading the schema by harmless pragmas is allowed`() throws {
    let store = try MadeUpStore(MadeUp.rows(seed: 3, visits: 2, marks: 2))
    let connection = try Connection(store.source)
    let names = try connection.rows(of: "select name from pragma_table_info('rooms')")
    #expect(names == [["text id"], ["text zone"]])
    #expect(try connection.rows(of: "pragma table_info(rooms)").count == 2)
    #expect(try connection.rows(of: "select count(*) from sqlite_schema") == [["int 0"]])
    #expect(try connection.rows(of: "select value from json_each('[1]')") == [["int 1"]])
  }

  /// Modules of SQLite's own declare their tables when a statement first names them.
  @Test(
    arguments: [
      "select count(*) from json_each('[1]')", "select count(*) from \"JSON_Tree\"('1')",
      "select min(1, count(*)) from main.pragma_function_list",
      "select min(1, count(*)) from [pragma_collation_list]",
      "select 1; select count(*) from json_each('[1]')",
      "select min(1, count(*)) from pragma_table_xinfo('visits')",
      "select count(*) from json_each('[1]') where value in (select 1 from visits)",
    ])
  func `a built-in table is there at its first use`(sql: String) throws {
    let store = try MadeUpStore(MadeUp.rows(seed: 3, visits: 2, marks: 2))
    let connection = try Connection(store.source)
    for _ in 0..<2 {
      var rest = sql
      var last: [[String]] = []
      while let statement = try connection.prepare(rest) {
        last = []
        while try statement.step() { last.append([statement.text(at: 0)]) }
        rest = statement.tail
      }
      #expect(last == [["1"]])
      // One that is denied stays denied, whatever was declared before it.
      for table in ["pragma_database_list", "dbstat", "fts3tokenize", "sqlite_dbpage"] {
        let error = #expect(throws: SQLError.self) {
          _ = try connection.prepare("select * from \(table)")
        }
        #expect(error?.kind != .internal)
      }
    }
  }

  @Test func `functions are those of SQLite that may be called`() throws {
    let store = try MadeUpStore(MadeUp.rows(seed: 3, visits: 2, marks: 2))
    let functions = try Connection(store.source).functions
    #expect(functions == functions.sorted())
    for name in ["count", "local", "days_between", "substr"] {
      #expect(functions.contains(name), "\(name)")
    }
    for name in ["load_extension", "randomblob", "fts3_tokenizer"] {
      #expect(!functions.contains(name), "\(name)")
    }
  }

  /// One statement a line; `DIR` stands for a folder that must stay empty.
  private static func corpus(_ folder: String, file: String = #filePath) throws -> [String] {
    let url = URL(fileURLWithPath: file).deletingLastPathComponent()
      .appendingPathComponent("Data/deny.test")
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { $0.replacingOccurrences(of: "DIR", with: folder) }
  }
}

/// A folder for one test.
final class Folder: Sendable {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("clinic-sql-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var files: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path) } }
}
