import ArgumentParser
import Clinic
import ClinicStore
import EventLog
import Reports

/// `stipple audit SESSION`.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "All that was done in a session, in order, and what is missing.",
    discussion: """
      Every event of the session in the order in which it happened, with when the log took it, who \
      did it, values now with what they were (new ← old), late entries, and rules that were broken \
      with who authorised it. Then the lots with their expiry and recall, each step that the record \
      does not hold, named as missing, and a summary line.

        stipple audit S1
        stipple audit S1 --as-of 2026-03-01          as it stood at the end of that day
        stipple audit S1 --json | jq '.[0].missing'
        stipple audit S1 --mode csv 2>/dev/null     the events alone
        stipple audit S1 --mode table > S1.txt      all of it, in a file
      """)

  @Argument(help: ArgumentHelp("The session, such as S1.", valueName: "session"))
  var session: String

  @OptionGroup var options: StoreOptions

  func run() throws {
    let id = try Self.id(of: session)
    let store = try options.open()
    let audit = try SessionAudit(of: id, in: store, at: options.moment(in: store))
    try audit.write(to: ReportPage(options))
  }

  /// The session's id, which may be typed as a stream: `S1`, `session/S1`.
  private static func id(of text: String) throws -> String {
    guard text.contains("/") else { return text }
    let stream = try StreamID.required(text)
    guard stream.streamKind == .session else {
      throw Message(
        "only a session can be audited", hint: "stipple show \(stream.text)", status: .usage)
    }
    return stream.id
  }
}

extension SessionAudit {
  /// Writes the audit as the page's mode asks.
  func write(to page: ReportPage) throws {
    if page.isJSON {
      try page.write(json: [json])
      return
    }
    try page.write(lines: heading, isHeading: true)
    try page.space()
    try page.write(table)
    if !lots.isEmpty { try page.space() }
    try page.write(lines: lotLines)
    if !missing.isEmpty { try page.space() }
    try page.write(lines: missingLines)
    try page.space()
    try page.write(lines: [summary])
  }
}
