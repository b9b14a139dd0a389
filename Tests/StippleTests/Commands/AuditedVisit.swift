import Foundation
import Testing

extension Command {
  /// The first visit as recorded a minute after each thing happened, and then amended: a wrong lot,
  /// an entry that never happened, one entered two days late, and a note that would drive a terminal.
  ///
  /// All times are given, so what is printed of it is the same on every machine.
  static func withAuditedVisit() throws -> Command {
    var log = RecordedLines()
    log.add(
      #"{"stream":"store/main","type":"store-opened","occurred_at":"2026-01-05T08:00:00Z","#
        + #""recorded_by":"U1","data":{"clinic":"Fictional Street","zone":"Europe/London"}}"#)
    for line in try String(contentsOf: fixture, encoding: .utf8).split(separator: "\n") {
      log.add(String(line))
    }
    log.add(
      #"{"stream":"lot/HA-8","type":"lot-received","occurred_at":"2026-04-01T08:55:00Z","#
        + #""recorded_by":"U1","data":{"product":"P1","lot_no":"ha-8 ","expires_on":"2027-01-31","#
        + #""quantity":5,"unit":"vial"}}"#)
    log.add(
      try log.amendment(
        of: "serum-applied", "entry-corrected",
        #""field":"lot","was":"HA-7","now":"HA-8","reason":"wrong_lot""#))
    log.add(
      try log.amendment(of: "pain-scored", "entry-struck-out", #""reason":"never_happened""#))
    log.add(
      #"{"stream":"session/S1","type":"post-care-applied","occurred_at":"2026-03-01T10:14:00Z","#
        + #""recorded_by":"U3","performed_by":"U2","late_reason":"on paper","#
        + #""data":{"product":"P2","spf":50}}"#,
      mode: "late")
    log.add(
      #"{"stream":"session/S1","type":"note-added","occurred_at":"2026-04-01T09:10:00Z","#
        + #""recorded_by":"U2","data":{"note":"two\nlines \#u{202E}drawkcab, \#u{200B}and tail"}}"#)
    let command = try Command()
    let file = try command.file("recorded.ndjson", Data(log.text.utf8))
    try command.expect("import", file, "--as-recorded")
    return command
  }
}

/// Event lines with what an export adds to them.
private struct RecordedLines {
  private var lines: [String] = []
  private var versions: [String: Int] = [:]
  private var places: [String: (stream: String, version: Int)] = [:]
  private var last = Date.distantPast

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Adds a line, recorded a minute after it happened and never before the line above.
  mutating func add(_ line: String, mode: String = "live") {
    let read = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    guard let stream = read?["stream"] as? String, let type = read?["type"] as? String,
      let occurred = (read?["occurred_at"] as? String).flatMap(ISO8601DateFormatter().date(from:))
    else {
      Issue.record("no event line: \(line)")
      return
    }
    last = max(last, occurred.addingTimeInterval(60))
    versions[stream, default: 0] += 1
    let version = versions[stream] ?? 0
    places[type] = (stream, version)
    let time = ISO8601DateFormatter().string(from: last)
    lines.append(
      #"{"position":\#(lines.count + 1),"version":\#(version),"schema":1,"entry_mode":"\#(mode)","#
        + #""recorded_at":"\#(time)","clock":"\#(time)","deviations":[],"# + line.dropFirst())
  }

  /// An amendment of the last entry of a type.
  func amendment(of target: String, _ type: String, _ data: String) throws -> String {
    let place = try #require(places[target])
    return #"{"stream":"\#(place.stream)","type":"\#(type)","occurred_at":"2026-04-01T09:00:00Z","#
      + #""recorded_by":"U2","data":{"target":\#(place.version),\#(data)}}"#
  }
}
