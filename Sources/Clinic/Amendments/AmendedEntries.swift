public import EventLog

/// The amendments of a stream and what they amend, each as the whole stream reads it now.
///
/// Few entries are either, so that who folds an amended stream takes these from here, and all the
/// others where they lie in the log.
public struct AmendedEntries {
  private let entries: [UInt64: EffectiveEvent]

  /// Resolves the amendments of a stream, all of them up to some moment in the stream's order.
  ///
  /// Throws when a payload is not a record of its type, and what `read` throws.
  /// - Parameter read: gives an entry of the stream by its version; nil if there is none.
  public init(
    _ amendments: [StoredEvent], _ read: (_ version: UInt64) throws -> StoredEvent?
  ) throws {
    var part: [UInt64: StoredEvent] = [:]
    for amendment in amendments { part[amendment.envelope.version] = amendment }
    for amendment in amendments {
      guard let target = try EffectiveEvent(amendment).targetVersion, part[target] == nil,
        target < amendment.envelope.version
      else { continue }
      part[target] = try read(target)
    }
    let inOrder = part.values.sorted { $0.envelope.version < $1.envelope.version }
    entries = Dictionary(
      uniqueKeysWithValues: try effectiveEvents(inOrder).map { ($0.recorded.envelope.version, $0) })
  }

  /// The entry of a version as it reads now; nil where it is none of these, and so as it was written.
  public subscript(version: UInt64) -> EffectiveEvent? { entries[version] }
}
