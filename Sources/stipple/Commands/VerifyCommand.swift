import ArgumentParser
import ClinicStore
import Records
import Reports

/// `stipple verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the log, its indexes, and every table against its replay.",
    discussion: """
      The pages of the file are walked; where one is damaged, nothing else is looked at. Every \
      record's checksum and hash is computed again and read by its schema; positions and the \
      versions of each stream have no gap; streams and event ids lead to their events and back; \
      every row and index entry is what a replay of the log makes. It is done in a process of its \
      own, which a damaged file may kill. Nothing is changed. Ends with 3 where anything is damaged.

      --against holds the log to a checkpoint that was kept outside the store, and so finds what no \
      file can tell of itself: that all of it was changed, cut, or put back.

        stipple verify
        stipple verify --against 2026-03-01.note
        stipple verify --json | jq '.[] | select(.found > 0)'
      """)

  /// As many findings as are printed for reading; JSON has more.
  static let shown = 100

  /// Whether this is the process that may die of what it reads.
  @Flag(name: .customLong(VerifierProcess.option), help: .hidden)
  var inProcess = false

  @OptionGroup var options: StoreOptions
  @OptionGroup var outside: AgainstOptions

  func run() throws {
    guard options.asOf == nil else {
      throw Message(
        "all that the store holds is verified, not a moment of it", hint: "leave out --as-of",
        status: .usage)
    }
    guard inProcess else { return try VerifierProcess.run() }
    FatalSignals.uninstall()
    var progress = Progress("verify", options)
    defer { progress.finish() }
    let verification = try ClinicStore.verify(at: options.path, against: outside.roots) {
      try progress.update(done: $0, of: $1)
    }
    progress.finish()
    let page = ReportPage(options)
    if page.isJSON {
      try page.write(json: verification.checks.map { verification.json(of: $0) })
    } else {
      try options.write(verification.listing)
      if !verification.isSound {
        if options.outputMode != .table { try Destination.standardOutput.write("\n") }
        try options.write(verification.findingsListing(most: Self.shown))
      }
    }
    tell(verification)
    if !verification.isSound { throw ExitStatus.damaged }
  }

  private func tell(_ verification: Verification) {
    // No table was come to where the pages that hold them are damaged.
    let all =
      verification.tables == 0
      ? "the file's pages are damaged, and nothing else was looked at: "
      : "\(verification.events.grouped) events, \(verification.tables) tables: "
    guard !verification.isSound else {
      options.say(all + "nothing is damaged")
      return
    }
    let more = verification.found - min(verification.findings.count, Self.shown)
    if more > 0, !ReportPage(options).isJSON { options.say("… and \(more.grouped) more") }
    let findings = verification.found == 1 ? "finding" : "findings"
    options.say(all + "\(verification.found.grouped) \(findings); nothing was changed")
    options.say(
      verification.isLogSound
        ? "hint: stipple rebuild makes the tables anew; the log is whole"
        : "hint: restore a backup; what the log has lost, a rebuild cannot give back")
  }
}

extension Verification {
  fileprivate var listing: Listing {
    Listing(
      columns: ["check", "looked_at", "verdict"],
      rows: checks.map { [.text($0.name), .integer(Int64($0.looked)), .text($0.verdict)] })
  }

  fileprivate func findingsListing(most: Int) -> Listing {
    Listing(
      columns: ["check", "place", "finding"],
      rows: findings.prefix(most).map {
        [.text($0.check), .text($0.place), .text($0.message)]
      })
  }

  fileprivate func json(of check: Check) -> JSONValue {
    func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
      .object(members.map { JSONValue.Member(key: $0.key, value: $0.value) })
    }
    return object([
      "check": .string(check.name), "looked_at": .number("\(check.looked)"),
      "found": .number("\(check.found)"), "left_out": .number("\(check.leftOut)"),
      "findings": .array(
        findings.filter { $0.check == check.name }.map { finding in
          object([
            "place": .string(finding.place),
            "position": finding.position.map { .number("\($0)") } ?? .null,
            "finding": .string(finding.message),
          ])
        }),
    ])
  }
}

extension Verification.Check {
  fileprivate var verdict: String {
    var verdict = found == 0 ? "ok" : "\(found.grouped) \(found == 1 ? "finding" : "findings")"
    if leftOut > 0 { verdict += "; \(leftOut.grouped) left out, their events do not read" }
    return verdict
  }
}
