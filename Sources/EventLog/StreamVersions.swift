/// The versions that streams are known to have at the log's end.
///
/// An event goes to the stream that was asked for last, so that one's place is remembered: a name is
/// hashed once an event at most.
struct StreamVersions: Sendable {
  private var places: [StreamID: Int] = [:]
  /// By place; nil for a stream that was asked for, and is not known.
  private var versions: [UInt64?] = []
  private var last: (stream: StreamID, place: Int)?

  /// How many streams were asked for.
  var count: Int { versions.count }

  /// The version of a stream; nil if it is not known.
  mutating func version(of stream: StreamID) -> UInt64? { versions[place(of: stream)] }

  /// Forgets them all, but not the room that they took: as many are likely to come.
  mutating func forget() {
    places.removeAll(keepingCapacity: true)
    versions.removeAll(keepingCapacity: true)
    last = nil
  }

  /// Keeps the version of a stream.
  mutating func keep(_ version: UInt64, of stream: StreamID) {
    versions[place(of: stream)] = version
  }

  private mutating func place(of stream: StreamID) -> Int {
    if let last, last.stream == stream { return last.place }
    let place = places[stream] ?? add(stream)
    last = (stream, place)
    return place
  }

  private mutating func add(_ stream: StreamID) -> Int {
    let place = versions.count
    versions.append(nil)
    places[stream] = place
    return place
  }
}
