/// Which entries can have rows in some fact tables, as far as can be told before one is read: so that
/// a whole log is folded without deriving the facts of entries that have none.
public struct FactSources: Sendable {
  private var types: Set<UInt16> = []
  private var kinds: Set<UInt8> = []
  private var takesDeviations = false

  /// The sources of these tables; others than fact tables have none.
  public init(_ tables: [TableType]) {
    for table in tables where table.kind == .facts {
      types.formUnion(table.sources.map(\.number))
      switch table {
      case LotUsageFact.table:
        types.formUnion(LotFields.types)
        types.insert(RecallClientNotified.eventType.number)
      case DeviationFact.table: takesDeviations = true
      case AmendmentFact.table:
        types.formUnion([EntryCorrected.eventType.number, EntryStruckOut.eventType.number])
      case AccessFact.table: kinds.insert(StreamKind.store.rawValue)
      default: assert(!table.isDerived, "\(table.name) is derived from nobody knows what")
      }
    }
  }

  /// Whether an entry of this type, in a stream of this kind, can have rows.
  public func includes(type: UInt16, kind: UInt8, hasDeviations: Bool) -> Bool {
    types.contains(type) || kinds.contains(kind) || takesDeviations && hasDeviations
  }

  /// The kinds of stream that can hold such entries; nil for any.
  public var streams: Set<UInt8>? {
    guard !takesDeviations else { return nil }
    var kinds = self.kinds
    for type in types {
      guard let stream = EventType.numbered(type)?.stream else { return nil }
      kinds.insert(stream.rawValue)
    }
    return kinds
  }
}
