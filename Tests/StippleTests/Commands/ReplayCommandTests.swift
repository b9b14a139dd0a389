import Foundation
import TestProcesses
import Testing

/// `replay` and `rebuild` as people and scripts run them.
@Suite struct ReplayCommandTests {
  @Test func `the digest is that of the lines it prints`() throws {
    let clinic = try VerifyCommandTests.clinic()
    for moment in ["@52", "@51", "@33", "@20", "2026-02-20"] {
      let listing = try clinic.run("replay", "--to", moment, "--digest", "--json")
      #expect(listing.status == 0, "\(listing)")
      let rows = try listing.rows()
      #expect(rows.count == 26)
      for table in ["sessions", "clients", "serums", "amendments"] {
        let row = try #require(rows.first { $0["table"] as? String == table })
        let said = try clinic.shell(
          "\"$0\" replay --table \(table) --to \(moment) --mode ndjson | sha256sum"
        ).output
        #expect(said.hasPrefix("\(row["sha256"] as? String ?? "none")  -"), "\(table) \(moment)")
      }
    }
  }

  @Test func `a table is as it was at the moment`() throws {
    let clinic = try VerifyCommandTests.clinic()
    let now = try clinic.expect("replay", "--table", "serums", "--mode", "ndjson")
    let then = try clinic.expect(
      "replay", "--table", "serums", "--to", "@51", "--mode", "ndjson")
    #expect(now.contains(#""volume_ml":1.00"#), "\(now)")
    #expect(!then.contains(#""volume_ml":1.00"#), "\(then)")
    #expect(try clinic.expect("replay", "--table", "serums", "--to", "@32", "--json") == "[]\n")
    let rows = try clinic.run("replay", "--table", "serums", "--json").rows()
    #expect(rows.count == 1)
    let cells = try clinic.expect("replay", "--table", "sessions", "--mode", "csv")
    #expect(cells.hasPrefix("id,"), "\(cells)")
    #expect(
      try clinic.run("replay", "--table", "serums", "--as-of", "@32", "--json").output == "[]\n")
  }

  @Test func `what it cannot do it says, with a hint`() throws {
    let clinic = try Command.withFirstVisit()
    let unknown = try clinic.run("replay", "--table", "sesions")
    #expect(unknown.status == 64)
    #expect(unknown.errors.contains("hint: did you mean sessions?"), "\(unknown)")
    let late = try clinic.run("replay", "--to", "@9999")
    #expect(late.status == 65 || late.status == 1, "\(late)")
    #expect(late.errors.contains("@49"), "\(late)")
    for command in ["rebuild", "verify"] {
      let past = try clinic.run(command, "--as-of", "@3")
      #expect(past.status == 64, "\(past)")
    }
  }

  @Test func `a dry run lists what would change and changes no byte`() throws {
    let clinic = try VerifyCommandTests.clinic()
    let file = clinic.folder.appendingPathComponent("clinic.stipple/data.mdb")
    let whole = try clinic.run("rebuild", "--dry-run")
    #expect(whole.errors == "every table is as the log makes it; nothing was written\n", "\(whole)")
    try DamagingPython().plant("row_deleted", in: clinic.folder.path + "/clinic.stipple")
    let before = try Data(contentsOf: file)
    let rows = try clinic.run("rebuild", "--dry-run", "--json").rows()
    #expect(try Data(contentsOf: file) == before)
    let passes = try #require(rows.first { $0["table"] as? String == "passes" })
    #expect(passes["added"] as? Int == 1)
    #expect(passes["changed"] as? Int == 0)
    #expect(rows.count { $0["added"] as? Int != 0 } == 1)
    let said = try clinic.run("rebuild", "--dry-run")
    #expect(said.status == 0)
    #expect(said.errors == "1 of 26 tables would change; nothing was written\n", "\(said)")
  }

  @Test func `tables of an earlier version are made anew by whatever opens the store`() throws {
    let clinic = try VerifyCommandTests.clinic()
    let count = try clinic.ask("select count(*) from passes")
    let python = try DamagingPython()
    try python.plant("row_deleted", in: clinic.folder.path + "/clinic.stipple")
    try python.plant("folds_other", in: clinic.folder.path + "/clinic.stipple")
    let asked = try clinic.run("query", "-c", "select count(*) as n from passes")
    #expect(asked.status == 0, "\(asked)")
    #expect(asked.output == "n\n\(count)\n")
    #expect(
      asked.errors
        == "note: the tables were made by an earlier version of stipple; "
        + "made anew from 52 events\n")
    #expect(try clinic.run("query", "-c", "select 1").errors == "")
    #expect(try clinic.run("verify").status == 0)
  }
}
