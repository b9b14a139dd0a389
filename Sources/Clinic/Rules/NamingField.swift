import Records

/// A field of an event's data that names something else, or has a part that does.
///
/// Found once for a type of event, since every event is asked for what it names.
struct NamingField: Sendable {
  /// What a field holds.
  enum Content: Sendable {
    case name(Word)
    case names(Word)
    case part([NamingField])
    case parts([NamingField])
  }

  /// What a name is the name of.
  enum Word: Sendable {
    case stream(StreamKind)
    case cartridge
    case adverseEvent
    case position

    /// Nil for a word that this version lacks.
    init?(_ word: String) {
      switch word {
      case "cartridge": self = .cartridge
      case "adverse_event": self = .adverseEvent
      case "position": self = .position
      default:
        guard let kind = StreamKind(name: word) else { return nil }
        self = .stream(kind)
      }
    }
  }

  private let name: String
  private let slot: Int
  private let content: Content

  /// Nil where a field names nothing.
  private init?(_ field: Field) {
    if let word = field.refers {
      guard let word = Word(word) else { return nil }
      if case .list = field.kind { content = .names(word) } else { content = .name(word) }
    } else {
      let fields = field.kind.listed?.fields.compactMap { NamingField($0) } ?? []
      if fields.isEmpty { return nil }
      if case .structure = field.kind { content = .part(fields) } else { content = .parts(fields) }
    }
    name = field.name
    slot = field.slot
  }

  private static let byType: [[NamingField]] = {
    let last = EventType.all.last?.number ?? 0
    return (0...last).map { number in
      EventType.numbered(number)?.record.fields.compactMap { NamingField($0) } ?? []
    }
  }()

  /// Those of a type of event.
  static func of(_ type: EventType) -> [NamingField] { byType[Int(type.number)] }

  /// Reads what the fields of a record name.
  static func read(
    _ fields: [NamingField], in view: RecordView, path: String, into found: inout [Reference]
  ) {
    for field in fields { field.read(view, path, into: &found) }
  }

  private func read(_ view: RecordView, _ parent: String, into found: inout [Reference]) {
    var path: String { parent.isEmpty ? name : parent + name }
    switch content {
    case .name(.position):
      guard let position = view.integer(slot) else { return }
      found.append(Reference(field: path, to: .position(position)))
    case .name(let word):
      guard let target = view.text(slot).flatMap({ word.target($0) }) else { return }
      found.append(Reference(field: path, to: target))
    case .part(let fields):
      guard let bytes = view.nested(slot) else { return }
      Self.read(fields, in: RecordView(trusting: bytes), path: "\(path).", into: &found)
    case .names(let word):
      guard let list = view.list(slot) else { return }
      for place in 0..<list.count {
        guard let target = list.text(place).flatMap({ word.target($0) }) else { continue }
        found.append(Reference(field: "\(path)[\(place)]", to: target))
      }
    case .parts(let fields):
      guard let list = view.list(slot) else { return }
      for place in 0..<list.count {
        guard let bytes = list.nested(place) else { continue }
        Self.read(
          fields, in: RecordView(trusting: bytes), path: "\(path)[\(place)].", into: &found)
      }
    }
  }
}

extension NamingField.Word {
  /// What an id of this word names; nil where it is no id that names something.
  fileprivate func target(_ id: String) -> Reference.Target? {
    switch self {
    case .stream(let kind): .stream(kind, id)
    case .cartridge: .cartridge(id)
    case .adverseEvent: .adverseEvent(id)
    case .position: nil
    }
  }
}
