import Clinic
import EventLog
import LMDB
import Records

extension Verifier {
  /// Every record of the log, and the head that says where it ends.
  func checkLog(in view: TransactionView) throws {
    var fault: String?
    do { head = try store.log.head(in: view) } catch LogError.damaged(_, let what) { fault = what }
    let end = try min(head?.position ?? logEnd(in: view), UInt64(Int64.max))
    setEvents(end)
    var last: (position: UInt64, recordedAt: Instant)?
    try check("log records", isOfLog: true) {
      var expected: UInt64 = 1
      var cursor = try view.cursor(store.log.log)
      while try cursor.next() {
        try look()
        guard let position = Self.position(cursor.key) else {
          find("log", nil, "a record's key is no position")
          continue
        }
        guard position >= expected else {
          find("@\(position)", position, "it does not stand in the log's order")
          continue
        }
        guard position <= end, position - expected <= Self.widestGap else {
          find("@\(position)", position, "it lies past the log's head, @\(end)")
          continue
        }
        if expected < position {
          lose(expected...(position - 1))
          try growTree(by: nil, in: view)
        }
        expected = position + 1
        try growTree(by: checkRecord(cursor.value, at: position, after: &last), in: view)
      }
      if expected <= end {
        lose(expected...end)
        try growTree(by: nil, in: view)
      }
    }
    try check("log head", isOfLog: true) {
      count()
      if let fault { find("head", nil, fault) }
      if let head, let last, last.position == head.position, last.recordedAt != head.recordedAt {
        find("head", head.position, "it gives another time than the last event's")
      }
    }
  }

  /// Where the log ends by its last key, if that can be believed.
  private func logEnd(in view: TransactionView) throws -> UInt64 {
    let entries = UInt64(try view.statistics(store.log.log).entries)
    var cursor = try view.cursor(store.log.log)
    guard try cursor.last(), let last = Self.position(cursor.key) else { return entries }
    return last <= entries * 2 + 1_000 ? last : entries
  }

  /// As many events as may be gone in one place; a key further on is no position but damage.
  private static let widestGap: UInt64 = 1 << 24

  /// Notes positions at which there is nothing.
  private func lose(_ positions: ClosedRange<UInt64>) {
    let (first, last) = (positions.lowerBound, positions.upperBound)
    let count = Int(clamping: last - first + 1)
    if last - first < Self.widestGap {
      versions.append(contentsOf: repeatElement(0, count: count))
      isIdentified.append(contentsOf: repeatElement(false, count: count))
    }
    if first == last {
      find("@\(first)", first, "the event is gone")
    } else {
      find("@\(first)…@\(last)", first, "\(count) events are gone")
    }
  }

  /// Checks one record, folds it and answers its leaf hash; one that cannot be read counts as lost.
  private func checkRecord(
    _ value: RawSpan, at position: UInt64,
    after last: inout (position: UInt64, recordedAt: Instant)?
  ) -> Hash? {
    var leaf: Hash?
    var version: UInt32 = 0
    var hasID = false
    defer {
      versions.append(version)
      isIdentified.append(hasID)
    }
    do {
      let event = try EventView(checking: value, at: position)
      leaf = event.leafHash
      if let last, event.recordedAt < last.recordedAt {
        find("@\(position)", position, "it was recorded before @\(last.position)")
      }
      last = (position, event.recordedAt)
      guard event.version > 0, event.version <= UInt64(UInt32.max) else {
        find("@\(position)", position, "its version is none")
        return leaf
      }
      hasID = event.eventID != nil
      do {
        try fold.take(event)
        version = UInt32(event.version)
      } catch {
        find("@\(position)", position, "its data does not read by its schema")
        broken.insert(fold.number(kind: event.kind, id: event.streamIDBytes))
      }
    } catch LogError.damaged(_, let what) {
      find("@\(position)", position, what)
    } catch {
      find("@\(position)", position, "it does not read")
    }
    return leaf
  }

  /// The position in a key or a value of eight bytes.
  static func position(_ bytes: RawSpan) -> UInt64? {
    guard bytes.byteCount == 8 else { return nil }
    var reader = KeyReader(bytes)
    return reader.uint64()
  }
}
