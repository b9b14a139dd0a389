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
      Every record's checksum and hash is computed again and read by its schema; positions and the \
      versions of each stream have no gap; streams and event ids lead to their events and back; \
      every row and index entry is what a replay of the log makes. Nothing is changed. Ends with 3 \
      where anything is damaged.

        stipple verify
        stipple verify --json | jq '.[] | select(.found > 0)'
      """)

  /// As many findings as are printed for reading; JSON has more.
  static let shown = 100

  @OptionGroup var options: StoreOptions

  func run() throws {
    guard options.asOf == nil else {
      throw Message(
        "all that the store holds is verified, not a moment of it", hint: "leave out --as-of",
        status: .usage)
    }
    let store = try ClinicStore.openAsFound(at: options.path)
    var progress = Progress("verify", options)
    defer { progress.finish() }
    let verification = try store.verify { try progress.update(done: $0, of: $1) }
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
    let all = "\(verification.events.grouped) events, \(verification.tables) tables: "
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
