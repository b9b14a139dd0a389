/// The versions that streams are known to have at the log's end.
///
/// An event goes to the stream that was asked for last, so that one's place is remembered: a name is
/// hashed once an event.
struct StreamVersions: Sendable {
  private var versions: [StreamID: UInt64] = [:]
  private var last: (stream: StreamID, place: Dictionary<StreamID, UInt64>.Index)?

  var count: Int { versions.count }

  /// The version of a stream; nil if it is not known.
  mutating func version(of stream: StreamID) -> UInt64? {
    if let last, last.stream == stream { return versions.values[last.place] }
    guard let place = versions.index(forKey: stream) else { return nil }
    last = (stream, place)
    return versions.values[place]
  }

  /// Keeps the version of a stream.
  mutating func keep(_ version: UInt64, of stream: StreamID) {
    if let last, last.stream == stream {
      versions.values[last.place] = version
    } else {
      last = nil
      versions[stream] = version
    }
  }
}
