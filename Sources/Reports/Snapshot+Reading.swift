import Clinic
import ClinicStore
import EventLog
import Records

/// What reports ask of a store again and again.
extension Snapshot {
  /// The time of the report: the moment's that was asked for, else when the log last took an entry.
  ///
  /// A report never asks the machine's clock, so that it says the same whenever it is printed.
  func moment() throws(StoreError) -> Instant {
    if let asOf { return asOf.at }
    return try head().recordedAt ?? Instant(microseconds: 0)
  }

  /// The entries of a stream as they read now.
  ///
  /// - Throws: ``StoreError`` where the stream was never begun.
  func effective(_ stream: StreamID) throws -> [EffectiveEvent] {
    try effectiveEvents(begun(stream))
  }

  /// The entries of a stream as the log holds them.
  ///
  /// - Throws: ``StoreError`` where the stream was never begun.
  func begun(_ stream: StreamID) throws(StoreError) -> [StoredEvent] {
    let events = try events(of: stream)
    guard !events.isEmpty else {
      throw StoreError(
        .refused, "there is no \(stream.text)",
        hint: stream.streamKind.flatMap(TableType.state).map {
          "stipple query -c \"select id from \($0.name)\""
        })
    }
    return events
  }

  /// The edition of a protocol in force at a moment: the last one published by then.
  func edition(at moment: Instant) throws(StoreError) -> ProtocolEdition? {
    try all(ClinicProtocol.self).compactMap { $0.edition(at: moment) }
      .max { ($0.from, $0.position) < ($1.from, $1.position) }
  }

  /// The chart that a client's record goes on in, merged charts followed.
  func chart(of client: String) throws(StoreError) -> String {
    var chart = client
    var seen: Set<String> = []
    while seen.insert(chart).inserted, let next = try state(Client.self, chart)?.mergedInto {
      chart = next
    }
    return chart
  }
}
