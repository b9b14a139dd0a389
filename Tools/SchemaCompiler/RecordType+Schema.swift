import Records

extension RecordType {
  /// The descriptor that the generated code will hold, to try an event's examples on.
  convenience init(_ event: EventSchema) {
    self.init(
      id: UInt16(event.number), version: UInt16(event.version), name: event.name,
      summary: event.summary, fields: event.properties.map(Field.init))
  }

  convenience init(_ structure: Structure) {
    self.init(
      id: 0, version: 1, name: structure.name, summary: structure.summary,
      fields: structure.properties.map(Field.init))
  }
}

extension Field {
  init(_ property: Property) {
    self.init(
      property.name, slot: property.slot, kind: Kind(property.kind),
      isRequired: property.isRequired, isPersonal: property.isPersonal, limits: property.limits)
  }
}

extension Field.Kind {
  init(_ kind: Property.Kind) {
    switch kind {
    case .boolean: self = .boolean
    case .integer: self = .integer
    case .decimal(let scale): self = .decimal(scale: scale)
    case .date: self = .date
    case .instant: self = .instant
    case .text: self = .text
    case .json: self = .json
    case .enumeration(let type): self = .enumeration(EnumType(name: type.name, words: type.words))
    case .structure(let structure): self = .structure(RecordType(structure))
    case .list(let element): self = .list(Field.Kind(element))
    }
  }
}
