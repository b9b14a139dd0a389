import EventLog
import Records

/// Some lines of an export as events, one a line, as far as they could be read.
///
/// Taken one after the other they give what reading line by line gives: the same events in the same
/// order, and then the first error.
struct EventBatch: Sendable {
  private(set) var events: [StoredEvent] = []
  /// By event: the number of its line.
  private(set) var numbers: [Int] = []
  /// What the line after those is refused for.
  private(set) var refusal: StoreError?

  init(_ lines: [NumberedLine]) {
    events.reserveCapacity(lines.count)
    numbers.reserveCapacity(lines.count)
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    do {
      for line in lines {
        events.append(try line.parsed(asRecorded: true, by: &writer).stored)
        numbers.append(line.number)
      }
    } catch {
      refusal = StoreError(cause: error).at("line \(lines[events.count].number)")
    }
  }
}
