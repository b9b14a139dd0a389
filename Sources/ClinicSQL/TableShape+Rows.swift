import Records

extension TableShape {
  /// The table of a record type: state rows by their id, fact rows by position and ordinal.
  convenience init(_ record: RecordType, number: UInt8) {
    let columns = [.moment] + record.fields.enumerated().map { SourceColumn($1, field: $0) }
    let isFact = record.fields.first?.name == "position"
    let indexes = record.fields.enumerated().compactMap { order, field -> SourceIndex? in
      let place = order + 1
      guard field.isIndexed, columns[place].measure != nil, let slot = UInt8(exactly: field.slot)
      else { return nil }
      return SourceIndex(column: place, prefix: [number, slot], target: .keyTail)
    }
    self.init(
      name: record.name, summary: record.summary, number: number, record: record, columns: columns,
      keyColumns: isFact ? [1, 2] : [1], keyForm: isFact ? .positionAndOrdinal : .text,
      keyPrefix: [number], indexes: indexes)
  }

  /// A row as a message names it.
  func place(of key: UnsafeRawBufferPointer) -> String {
    let own = Array(key.dropFirst(keyPrefix.count))
    switch keyForm {
    case .text: return "row \(String(decoding: own, as: UTF8.self)) of \(name)"
    case .position: return "@\(Self.number(own))"
    case .positionAndOrdinal:
      return "row (\(Self.number(own.prefix(8))), \(Self.number(own.dropFirst(8)))) of \(name)"
    }
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 &<< 8 | UInt64($1) }
  }
}

extension SourceColumn {
  /// The column of a record's field.
  init(_ field: Field, field place: Int) {
    name = field.name
    slot = field.slot
    self.field = place
    isHidden = field.isHidden
    isPersonal = field.isPersonal
    summary = field.summary
    unit = field.unit
    switch field.kind {
    case .boolean:
      form = .integer
      measure = .integer
    case .integer:
      form = .integer
      measure = .integer
    case .decimal(let scale):
      form = .decimal
      self.scale = scale
    case .date:
      form = .date
      measure = .date
    case .instant:
      form = .instant
      measure = .instant
    case .text:
      form = .text
      measure = .text
    case .json: form = .text
    case .enumeration(let type):
      form = .word
      measure = .word
      words = type.words
    case .structure, .list: form = .json
    }
  }
}
