import Records

/// Where the events of one type name lots: any field that the schema says refers to a lot, of the
/// event or of a structure listed in it.
struct LotFields: Sendable {
  /// A lot that is named, and the product named beside it.
  typealias Named = (lot: String?, product: String?)

  /// One field.
  private struct Place {
    let slot: Int
    /// In each structure that the field lists: the lot's slot and the product's.
    ///
    /// Nil where the field is the lot itself.
    let listed: (lot: Int, product: Int?)?
  }

  private let product: Int?
  private let places: [Place]

  /// Nil where the type names none.
  private init?(_ type: RecordType) {
    product = type.field(named: "product")?.slot
    places = type.fields.compactMap { field in
      if field.refers == "lot" { return Place(slot: field.slot, listed: nil) }
      guard let structure = field.kind.listed, let lot = structure.field(named: "lot"),
        lot.refers == "lot"
      else { return nil }
      return Place(
        slot: field.slot, listed: (lot.slot, structure.field(named: "product")?.slot))
    }
    guard !places.isEmpty else { return nil }
  }

  private static let byType: [LotFields?] = {
    let last = EventType.all.last?.number ?? 0
    return (0...last).map { EventType.numbered($0).flatMap { LotFields($0.record) } }
  }()

  /// The types of event that name a lot, by number.
  static var types: [UInt16] { byType.indices.filter { byType[$0] != nil }.map { UInt16($0) } }

  /// Those of a type of event, by its number; nil if it names no lot.
  static func of(_ type: UInt16) -> LotFields? {
    Int(type) < byType.count ? byType[Int(type)] : nil
  }

  /// The lots that a record of the type names.
  ///
  /// A field that names none yet keeps its place, so that places mean the same before and after.
  func lots(in payload: [UInt8]) -> [Named] {
    let view = RecordView(trusting: payload.rawBytes)
    var lots: [Named] = []
    for place in places {
      guard let listed = place.listed else {
        lots.append((view.text(place.slot), product.flatMap { view.text($0) }))
        continue
      }
      guard let list = view.list(place.slot) else { continue }
      for index in 0..<list.count {
        guard let bytes = list.nested(index) else { continue }
        let nested = RecordView(trusting: bytes)
        lots.append((nested.text(listed.lot), listed.product.flatMap { nested.text($0) }))
      }
    }
    return lots
  }
}

extension Field.Kind {
  /// The structure that a list is made of, or that the field is.
  var listed: RecordType? {
    switch self {
    case .structure(let type): type
    case .list(let element): element.listed
    case .boolean, .integer, .decimal, .date, .instant, .text, .json, .enumeration: nil
    }
  }
}
