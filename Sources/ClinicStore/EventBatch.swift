import EventLog

/// Some lines of an export as events, one a line, as far as they could be read.
///
/// Taken one after the other they give what reading line by line gives: the same events in the same
/// order, and then the first error.
struct EventBatch: Sendable {
  /// How many lines are read at a time.
  static let size = 1_024

  private(set) var events: [StoredEvent] = []
  /// By event: the number of its line.
  private(set) var numbers: [Int] = []
  /// What the line after those is refused for.
  private(set) var refusal: StoreError?
  /// Why the source cannot be read on.
  private(set) var fault: StoreError?

  /// The next lines of a source; none at its end.
  init(_ source: LineSource) {
    events.reserveCapacity(Self.size)
    numbers.reserveCapacity(Self.size)
    do throws(StoreError) {
      let lines = try NumberedLine.read(from: source, limit: Self.size)
      do {
        for line in lines {
          events.append(try line.parsed(asRecorded: true).stored)
          numbers.append(line.number)
        }
      } catch {
        refusal = StoreError(cause: error).at("line \(lines[events.count].number)")
      }
    } catch {
      fault = error
    }
  }

  /// All lines of a source from its beginning, those of the next batch read while the last are taken.
  static func ahead(in source: LineSource) throws(StoreError) -> WorkAhead<EventBatch> {
    try source.rewind()
    // Read by one thread at a time: the next is begun when the last has ended.
    nonisolated(unsafe) let source = source
    return WorkAhead { SideWork { EventBatch(source) } }
  }
}
