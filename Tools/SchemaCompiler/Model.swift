import Records

/// A closed list of words in `types.json`.
struct Enumeration {
  let name: String
  let swiftName: String
  let summary: String
  let words: [String]
  /// Written by hand elsewhere; no field of an event or table may use it.
  let isExternal: Bool
}

/// A record within records, in `types.json`.
struct Structure {
  let name: String
  let swiftName: String
  let summary: String
  let properties: [Property]
}

/// A form of string in `types.json`, or one written in its place.
struct Scalar {
  /// `text`, `date` or `instant`.
  var kind: Property.Kind
  var form: TextForm
  var minLength: Int?
  var maxLength: Int?
}

/// One field, as a schema describes it.
struct Property {
  indirect enum Kind {
    case boolean, integer, date, instant, text, json
    case decimal(scale: Int)
    case enumeration(Enumeration)
    case structure(Structure)
    case list(Kind)
  }

  let name: String
  let slot: Int
  let kind: Kind
  let isRequired: Bool
  let isPersonal: Bool
  let isHidden: Bool
  let isIndexed: Bool
  let unit: String?
  let refers: String?
  let defines: String?
  let summary: String
  let limits: Limits
  /// Where it stands, for refusals that come later.
  let node: SchemaNode

  var scale: Int {
    if case .decimal(let scale) = kind { scale } else { 0 }
  }
}

/// `events/NAME.VERSION.json`.
struct EventSchema {
  let node: SchemaNode
  let name: String
  let version: Int
  let number: Int
  let swiftName: String
  let summary: String
  /// The stream kind's word; nil for any stream.
  let stream: String?
  let opens: Bool
  let properties: [Property]
}

/// `tables/NAME.json`.
struct TableSchema {
  enum Kind {
    /// One row a stream of this kind.
    case state(stream: String)
    /// Rows made from events, field by field, with constants for some columns.
    case facts(sources: [Source])
    /// Rows made by hand.
    case derived
  }

  struct Source {
    let event: String
    let constants: [(column: String, node: SchemaNode)]
    let node: SchemaNode
  }

  let node: SchemaNode
  let name: String
  let number: Int
  let swiftName: String
  let summary: String
  let foldVersion: Int
  let kind: Kind
  let properties: [Property]
}
