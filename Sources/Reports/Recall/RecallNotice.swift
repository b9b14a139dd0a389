public import Clinic
import ClinicStore
import EventLog
public import Records

/// One attempt to tell a client of a recalled lot.
public struct RecallNotice: Hashable, Sendable {
  /// The position of the entry.
  public let position: UInt64
  /// When it was.
  public let occurredAt: Instant
  /// The client, by the chart that was named.
  public let client: String
  /// The chart that the client's record goes on in, merged charts followed.
  public let chart: String
  /// The session that it was about.
  public let session: String
  /// How the client was to be reached.
  public let channel: Channel
  /// What came of it.
  public let outcome: CallOutcome

  /// Whether the client was told: reached, not only called.
  public var isTold: Bool { outcome == .reached }

  /// The attempts of a lot, oldest first; those struck out are left out.
  static func all(of lot: String, in store: Snapshot) throws -> [RecallNotice] {
    var notices: [RecallNotice] = []
    for event in try effectiveEvents(store.events(of: StreamID(.lot, lot))) {
      guard !event.isStruck, case .lot(.recallClientNotified(let it)) = event.event else {
        continue
      }
      notices.append(
        RecallNotice(
          position: event.envelope.position, occurredAt: event.envelope.occurredAt,
          client: it.client, chart: try store.chart(of: it.client), session: it.session,
          channel: it.channel, outcome: it.outcome))
    }
    return notices.sorted { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
  }

  /// `told 2026-04-02 10:00 by phone`, or `not told: voicemail 2026-04-02 10:00 by phone`.
  func text(zone: ClinicZone) -> String {
    let tried = "\(zone.display(occurredAt)), \(Words.plain(channel))"
    return isTold ? "told \(tried)" : "not told: \(Words.plain(outcome)) \(tried)"
  }

  var json: JSONValue {
    .members([
      "event": .integer(position), "client": .string(client), "session": .string(session),
      "occurred_at": .instant(occurredAt), "channel": .word(channel), "outcome": .word(outcome),
      "told": .boolean(isTold),
    ])
  }
}
