public import Clinic
public import EventLog
import LMDB

extension ClinicStore {
  /// The streams that have an event after one position and up to another, in the order in which they
  /// first have one there.
  ///
  /// - Parameters:
  ///   - kind: only streams of this kind.
  ///   - progress: called every few thousand events; what it throws ends the reading.
  public func streams(
    after low: UInt64, through high: UInt64, kind: StreamKind? = nil,
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws(StoreError) -> [StreamID] {
    try reading { view in
      var streams: [StreamID] = []
      var seen: Set<StreamID> = []
      var next = low + 1
      while next <= high {
        // A page of the log at a time, so that whatever stops it can throw its own error.
        let last = min(high, next + 0xFFF)
        try log.forEach(from: next, through: last, in: view) { event throws(LogError) in
          guard kind == nil || event.kind == kind?.rawValue else { return .next }
          let stream = StreamID(kind: event.kind, id: event.streamID)
          if seen.insert(stream).inserted { streams.append(stream) }
          return .next
        }
        try progress(Int(last - low), Int(high - low))
        next = last + 1
      }
      return streams
    }
  }
}
