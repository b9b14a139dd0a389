import Clinic
import EventLog

/// Which events may have rows in the fact tables that are wanted, answered without hashing.
struct FactFilter {
  private let sources: FactSources
  /// By type and by kind, of an event without deviations.
  private var types: [Bool]
  private var kinds: [Bool]
  private let takesDeviations: Bool

  init(_ tables: [TableType]) {
    let sources = FactSources(tables)
    self.sources = sources
    let last = EventType.all.last?.number ?? 0
    types = (0...last).map { sources.includes(type: $0, kind: .max, hasDeviations: false) }
    kinds = (0...UInt8.max).map { sources.includes(type: 0, kind: $0, hasDeviations: false) }
    takesDeviations = sources.includes(type: 0, kind: .max, hasDeviations: true)
  }

  /// The kinds of stream whose events matter to any of the tables.
  var streams: Set<UInt8> { sources.streams ?? Set(0...UInt8.max) }

  /// Whether the event may have rows.
  func takes(_ event: borrowing EventView) -> Bool {
    Int(event.type) < types.count && types[Int(event.type)] || kinds[Int(event.kind)]
      || takesDeviations && event.hasDeviations
  }
}
