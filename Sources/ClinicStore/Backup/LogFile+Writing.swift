import Crypto
import EventLog
import LMDB
import Records

extension ClinicStore {
  /// Writes the exact stored bytes of events, as a file that an empty store takes as recorded.
  ///
  /// No transaction is held while it is written.
  ///
  /// - Parameters:
  ///   - after: only events after this position.
  ///   - through: only events up to this position.
  ///   - progress: told of events done and to do; what it throws ends it.
  ///   - write: takes the next bytes of the file.
  /// - Returns: how many events were written.
  /// - Throws: ``StoreError`` where an event is not as written; what `write` and `progress` throw.
  public func exportLog(
    after: UInt64 = 0, through: UInt64 = .max,
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in },
    write: ([UInt8]) throws -> Void
  ) throws -> Int {
    let end = max(try min(head().position, through), after)
    let header = LogFile.Header(
      store: folder.identity?.store ?? "none", first: after + 1, last: end)
    var hash = SHA256()
    func put(_ bytes: [UInt8]) throws {
      hash.update(data: bytes)
      try write(bytes)
    }
    try put(header.bytes)
    var position = after
    while position < end {
      let (bytes, last) = try records(after: position, through: end)
      try put(bytes)
      position = last
      try progress(Int(position - after), Int(end - after))
    }
    try put(LogFile.bytes(0 as UInt32) + LogFile.bytes(header.count))
    try write(Hash(finishing: hash).bytes)
    return Int(header.count)
  }

  /// As many records as make a piece, each with its length before it, and the last one's position.
  private func records(
    after: UInt64, through end: UInt64
  ) throws(StoreError) -> ([UInt8], UInt64) {
    let piece = 1 << 18
    return try reading { view in
      var bytes: [UInt8] = []
      bytes.reserveCapacity(piece + LogFile.recordLimit)
      var last = after
      try log.forEach(from: after + 1, through: end, in: view) { event throws(LogError) in
        bytes += LogFile.bytes(UInt32(event.record.byteCount))
        event.record.withUnsafeBytes { bytes += $0 }
        last = event.position
        return bytes.count < piece ? .next : .stop
      }
      return (bytes, last)
    }
  }
}
