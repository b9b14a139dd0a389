import Clinic
import ClinicStore
import EventLog
import Records

/// The streams that a bundle's events name.
struct BundledNames {
  private var named: Set<String> = []
  private let inside: Set<String>

  /// The streams that are named and are not in the bundle, in the order of their names.
  var outside: [String] { named.subtracting(inside).sorted() }

  init(in events: BundledEvents) {
    inside = Set(events.streams.map(\.stream.text))
    for entry in events.entries {
      let envelope = entry.event.envelope
      let staff = [envelope.recordedBy, envelope.performedBy]
      for id in staff + envelope.deviations.map(\.authorisedBy) { add("staff", id) }
      if let type = EventType.numbered(envelope.type) {
        add(type.record, RecordView(trusting: entry.event.payload.span.bytes))
      }
    }
  }

  private mutating func add(_ refers: String, _ id: String?) {
    // A cartridge and an adverse event have no stream of their own.
    guard let kind = StreamKind(name: refers), let id, !id.isEmpty else { return }
    named.insert(StreamID(kind, id).text)
  }

  private mutating func add(_ type: RecordType, _ view: RecordView) {
    for field in type.fields where view.isPresent(field.slot) {
      switch field.kind {
      case .text:
        if let refers = field.refers { add(refers, view.text(field.slot)) }
      case .structure(let inner):
        if let bytes = view.nested(field.slot) { add(inner, RecordView(trusting: bytes)) }
      case .list(let kind):
        guard let list = view.list(field.slot) else { continue }
        for index in 0..<list.count {
          if case .structure(let inner) = kind, let bytes = list.nested(index) {
            add(inner, RecordView(trusting: bytes))
          } else if case .text = kind, let refers = field.refers {
            add(refers, list.text(index))
          }
        }
      case .boolean, .integer, .decimal, .date, .instant, .json, .enumeration: continue
      }
    }
  }
}
