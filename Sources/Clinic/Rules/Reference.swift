import Records

/// A name that an event's data gives to something that must exist.
struct Reference: Hashable, Sendable {
  /// What is named.
  enum Target: Hashable, Sendable {
    case stream(StreamKind, String)
    case cartridge(String)
    case adverseEvent(String)
    case position(Int64)
  }

  /// The field, as `lot` or `suspects[0].lot`.
  let field: String
  /// What it names.
  let to: Target

  /// The field, as findings name it.
  var dataField: String { "data.\(field)" }

  /// Whether it is given in the field of that name, or in a part of it.
  func isOf(_ name: String) -> Bool {
    field == name || field.hasPrefix("\(name)[") || field.hasPrefix("\(name).")
  }
}

/// Every name that an event's data gives to something else, in the order of its fields.
func references(in type: EventType, payload: [UInt8]) -> [Reference] {
  let fields = NamingField.of(type)
  if fields.isEmpty { return [] }
  var found: [Reference] = []
  NamingField.read(fields, in: RecordView(trusting: payload.rawBytes), path: "", into: &found)
  return found
}
