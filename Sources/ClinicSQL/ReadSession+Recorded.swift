import EventLog
import LMDB
import Records

extension ReadSession {
  /// The positions of what was recorded within some time.
  func positions(recordedIn times: Bracket) throws(ScanFailure) -> Bracket {
    var positions = Bracket.positions
    positions.isEmpty = times.isEmpty
    guard !times.isEmpty, let log = source.log?.log else { return positions }
    func last(notAfter time: Int64) throws(LogError) -> Int64 {
      let moment = Instant(microseconds: time)
      return try reader.withView { (view) throws(LogError) in
        Int64(try log.lastPosition(recordedNotAfter: moment, in: view))
      }
    }
    do throws(LogError) {
      if times.low > .min { positions.low = try last(notAfter: times.low - 1) + 1 }
      if times.high < .max { positions.high = try last(notAfter: times.high) }
    } catch {
      throw ScanFailure(damage: "\(error)")
    }
    positions.isEmpty = positions.low > positions.high
    return positions
  }
}
