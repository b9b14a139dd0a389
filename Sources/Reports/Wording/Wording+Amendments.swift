import Clinic
import ClinicStore
import Records

extension Wording {
  /// What was set right, or added.
  func phrases(of event: AnyStreamEvent) -> [Phrase] {
    switch event {
    case .entryCorrected(let it):
      [
        Phrase("target", target.map { "@\($0.position)" } ?? place(it.target)),
        .text("field", Words.spaced(it.field), joint: .space),
        Phrase("now", value(it.now, of: it.field), joint: .space)
          .changed(from: value(it.was, of: it.field)),
        .word("reason", it.reason, joint: .brackets), .said("note", it.note),
      ]
    case .entryStruckOut(let it):
      [
        Phrase("target", target.map { "@\($0.position) \($0.type.name)" } ?? place(it.target)),
        .word("reason", it.reason, joint: .brackets), .said("note", it.note),
      ]
    case .noteAdded(let it): [.said("note", it.note)]
    }
  }

  private func place(_ version: Int64) -> String { "entry \(version) of its stream" }

  /// A value that an amendment quotes, in the words of the field that it is of.
  private func value(_ json: String, of field: String) -> String? {
    guard let value = try? JSONValue(parsing: json), value != .null else { return nil }
    return Self.text(value, of: target?.type.record.field(named: field)?.kind, zone)
      .withUnit(target?.type.record.field(named: field)?.unit)
  }

  static func text(_ value: JSONValue, of kind: Field.Kind?, _ zone: ClinicZone) -> String {
    switch value {
    case .null: return "none"
    case .boolean(let isTrue): return isTrue ? "yes" : "no"
    case .number(let digits): return digits
    case .string(let text):
      switch kind {
      case .enumeration: return Words.plain(text)
      case .text: return text
      default: return Instant(rfc3339: text).map(zone.display) ?? text
      }
    case .array(let items):
      var element: Field.Kind?
      if case .list(let kind) = kind { element = kind }
      return items.isEmpty
        ? "none" : items.map { Self.text($0, of: element, zone) }.joined(separator: "+")
    case .object(let members):
      var record: RecordType?
      if case .structure(let type) = kind { record = type }
      return members.map { member in
        let kind = record?.field(named: member.key)?.kind
        return "\(Words.spaced(member.key)) \(Self.text(member.value, of: kind, zone))"
      }.joined(separator: " ")
    }
  }
}

extension String {
  fileprivate func withUnit(_ unit: String?) -> String {
    unit.map { "\(self) \($0)" } ?? self
  }
}
