import Clinic
import ClinicStore
import EventLog
public import Records

extension StreamHistory {
  /// The states, a row each.
  public var listing: ReportTable {
    ReportTable(
      columns: ["event", "when", "recorded", "who", "what", "detail", "changed"],
      rows: states.map { state in
        let envelope = state.event.envelope
        return [
          "@\(state.event.position)", zone.display(envelope), zone.display(envelope.recordedAt),
          envelope.performedBy, state.event.type.name, state.event.account, state.changed,
        ]
      },
      longColumns: 2)
  }

  /// `session/S1 · 26 states, the last by @52 · as of @52, 2026-03-29 08:31`.
  public var summary: String {
    let all = Words.count(count, "state", "states")
    var text = stream.text
    if let field {
      text += " · \(field) changed in \(states.count) of \(all)"
    } else {
      text += " · \(all)" + (states.last.map { ", the last by @\($0.event.position)" } ?? "")
    }
    return text + " · \(head.asOf(zone))"
  }

  /// The states as objects.
  public var json: [JSONValue] { states.map(\.json) }
}

extension StreamHistory.State {
  /// The columns that it changed: `status: open → closed; closed_by: not recorded → U2`.
  public var changed: String? {
    let said = changes.map { isFirst ? $0.beginning : $0.text }
    return said.isEmpty ? nil : said.joined(separator: "; ")
  }

  /// The event, and the columns that it changed.
  var json: JSONValue {
    guard case .object(var members) = event.json else { return .null }
    members.append(.init(key: "changed", value: .array(changes.map(\.json))))
    return .object(members)
  }
}

extension ColumnChange {
  /// The column and its two values.
  var json: JSONValue {
    .members(["column": .string(column), "from": from.json, "to": to.json])
  }
}
