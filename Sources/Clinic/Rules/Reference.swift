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

  /// Whether it is given in the field of that name, or in a part of it.
  func isOf(_ name: String) -> Bool {
    field == name || field.hasPrefix("\(name)[") || field.hasPrefix("\(name).")
  }

  /// What `word` of the schema says that `id` names; nil for a word that this version lacks.
  init?(_ field: String, _ word: String, id: String) {
    self.field = field
    switch word {
    case "cartridge": to = .cartridge(id)
    case "adverse_event": to = .adverseEvent(id)
    default:
      guard let kind = StreamKind(name: word) else { return nil }
      to = .stream(kind, id)
    }
  }

  /// The position that a field names.
  init(_ field: String, position: Int64) {
    self.field = field
    to = .position(position)
  }
}

/// Every name that a record gives to something else, in the order of its fields.
func references(in type: RecordType, payload: [UInt8]) -> [Reference] {
  references(in: type, RecordView(trusting: payload.rawBytes), path: "")
}

private func references(in type: RecordType, _ view: RecordView, path: String) -> [Reference] {
  var found: [Reference] = []
  for field in type.fields {
    let name = path + field.name
    if let word = field.refers {
      found += named(by: field, word, view, name)
    } else if let structure = field.kind.listed {
      if case .structure = field.kind, let bytes = view.nested(field.slot) {
        found += references(in: structure, RecordView(trusting: bytes), path: "\(name).")
      } else if let list = view.list(field.slot) {
        for place in 0..<list.count {
          guard let bytes = list.nested(place) else { continue }
          found += references(
            in: structure, RecordView(trusting: bytes), path: "\(name)[\(place)].")
        }
      }
    }
  }
  return found
}

private func named(
  by field: Field, _ word: String, _ view: RecordView, _ name: String
) -> [Reference] {
  if word == "position" {
    return view.integer(field.slot).map { [Reference(name, position: $0)] } ?? []
  }
  if case .list = field.kind {
    guard let list = view.list(field.slot) else { return [] }
    return (0..<list.count).compactMap { place in
      list.text(place).flatMap { Reference("\(name)[\(place)]", word, id: $0) }
    }
  }
  return view.text(field.slot).flatMap { Reference(name, word, id: $0) }.map { [$0] } ?? []
}
