public import LMDB

extension EventLog {
  /// The version of a stream, which is how many events it has; 0 if it is not begun.
  ///
  /// The event itself is looked at, since an index has no checksum and the next version follows.
  public func version(
    of stream: StreamID, in view: TransactionView
  ) throws(LogError) -> UInt64 {
    guard stream.isWellFormed else { return 0 }
    let prefix = LogKey.versions(of: stream)
    var cursor = try view.scan(self.stream)
    guard try cursor.go(.reverse, within: prefix) else { return 0 }
    guard let version = LogKey.number(in: cursor.key),
      let position = LogKey.number(in: cursor.value)
    else { throw Self.strayIndex }
    let isOwn = try withEvent(at: position, in: view) { event throws(LogError) in
      Self.isEvent(event, of: prefix.bytes, version: version)
    }
    guard isOwn == true else { throw Self.strayIndex }
    return version
  }

  /// Whether a stream is begun, under this very spelling of its id.
  public func exists(_ stream: StreamID, in view: TransactionView) throws(LogError) -> Bool {
    try position(of: stream, version: 1, in: view) != nil
  }

  /// The position of a stream's event; nil for 0 and past its version.
  public func position(
    of stream: StreamID, version: UInt64, in view: TransactionView
  ) throws(LogError) -> UInt64? {
    guard stream.isWellFormed else { return nil }
    return try number(at: LogKey.version(version, of: stream), of: self.stream, in: view)
  }

  /// Reads the events of a stream, a range of versions, in place and one after the other.
  ///
  /// Throws `damaged` at an event that is not as written, is gone, or is not of that stream.
  public func forEach(
    of stream: StreamID, from first: UInt64 = 1, through last: UInt64 = .max,
    order: Order = .forward, in view: TransactionView,
    _ body: (borrowing EventView) throws(LogError) -> Walk
  ) throws(LogError) {
    guard stream.isWellFormed else { return }
    // Forward, the stream's entries end where its versions do.
    let (low, high) = (
      max(first, 1), order == .forward ? last : min(last, try version(of: stream, in: view))
    )
    guard low <= high else { return }
    var (version, end) = order == .forward ? (low, high) : (high, low)
    let key = LogKey.versions(of: stream)
    // Once: a key is long, and copied wherever its bytes are asked for.
    let prefix = key.bytes
    var cursor = try view.scan(self.stream)
    var events = try view.scan(log)
    var place: UInt64 = 0
    var isThere = try cursor.go(to: LogKey.version(version, of: stream))
    while true {
      guard isThere, cursor.key.starts(with: prefix) else {
        // Nothing of the stream may lie behind an entry that is another's by damage.
        if order == .forward, try self.version(of: stream, in: view) < version { return }
        throw Self.strayIndex
      }
      guard cursor.key.byteCount == prefix.byteCount + 8, LogKey.number(in: cursor.key) == version,
        let position = LogKey.number(in: cursor.value)
      else { throw Self.strayIndex }
      guard try events.go(to: position, from: place) else {
        let head = try head(in: view).position
        if position > 0, position <= head { throw .gone(position) }
        throw Self.strayIndex
      }
      let event = try EventView(checking: events.value, at: position)
      guard Self.isEvent(event, of: prefix, version: version) else { throw Self.strayIndex }
      place = position
      if try body(event) == .stop || version == end { return }
      version = order == .forward ? version + 1 : version - 1
      isThere = try cursor.go(order)
    }
  }

  /// The events of a stream, a range of versions, as values.
  public func events(
    of stream: StreamID, from first: UInt64 = 1, through last: UInt64 = .max,
    in view: TransactionView
  ) throws(LogError) -> [StoredEvent] {
    var events: [StoredEvent] = []
    try forEach(of: stream, from: first, through: last, in: view) { event throws(LogError) in
      events.append(event.stored)
      return .next
    }
    return events
  }

  /// Whether an event is this one of the stream whose keys begin so: with its kind, its id and a zero.
  private static func isEvent(
    _ event: borrowing EventView, of prefix: RawSpan, version: UInt64
  ) -> Bool {
    var kind = KeyReader(prefix)
    return event.version == version && event.kind == kind.uint8()
      && event.streamIDBytes.matches(prefix.extracting(1..<(prefix.byteCount - 1)))
  }

  private static var strayIndex: LogError {
    .damaged(position: nil, what: "the stream table does not lead to the stream's events")
  }
}

extension Cursor {
  /// How far it is worth walking to an entry rather than looking for it from the tree's root.
  private static let walk: UInt64 = 16

  /// Goes to the event of a position, from the one that it stands on; false where it is not there.
  ///
  /// The events of a stream lie near each other. From 0, which no event has, it looks anew.
  @_lifetime(self: copy self)
  fileprivate mutating func go(
    to position: UInt64, from place: UInt64
  ) throws(LogError) -> Bool {
    if place > 0, position > place, position - place <= Self.walk {
      var isThere = true
      for _ in place..<position where isThere { isThere = try go(.forward) }
      // Past one that is gone, the walk comes too far.
      if isThere, LogKey.number(in: key) == position { return true }
    }
    return try go(to: LogKey.number(position)) && LogKey.number(in: key) == position
  }
}

extension EventLog {
  /// The stream as its id was first written, whatever the case asked with; nil if it is not begun.
  public func spelling(
    of stream: StreamID, in view: TransactionView
  ) throws(LogError) -> StreamID? {
    guard stream.isWellFormed else { return nil }
    guard let id = try view.value(self.stream, LogKey.spelling(of: stream)) else { return nil }
    return StreamID(kind: stream.kind, id: id.text)
  }

  /// Visits the streams of a kind, in the order of their ids without regard to case.
  public func forEachStream(
    kind: UInt8, in view: TransactionView, _ body: (StreamID) throws(LogError) -> Walk
  ) throws(LogError) {
    let prefix = LogKey.spellings(kind: kind)
    var cursor = try view.scan(stream)
    while try cursor.go(.forward, within: prefix) {
      if try body(StreamID(kind: kind, id: cursor.value.text)) == .stop { return }
    }
  }

  /// The next free id of a kind: `prefix` and the smallest counter, from 1, that no stream has.
  ///
  /// Ids are never freed, so the counter is kept and looked up from there: each is tried once.
  /// Nothing is reserved: the id is taken by the first event appended to it.
  public func nextID(
    kind: UInt8, prefix: String, in txn: inout WriteTransaction
  ) throws(LogError) -> String {
    let key = LogKey.nextID(kind: kind, prefix: prefix)
    let kept = try number(at: key, of: meta, in: txn.view)
    var counter = kept ?? 1
    while true {
      let stream = StreamID(kind: kind, id: "\(prefix)\(counter)")
      guard stream.isWellFormed else { throw .malformed(field: "stream") }
      if try spelling(of: stream, in: txn.view) == nil { break }
      counter += 1
    }
    if counter != kept {
      do throws(LMDBError) {
        try txn.put(meta, key, LogKey.number(counter).bytes)
      } catch {
        throw LogError(error)
      }
    }
    return "\(prefix)\(counter)"
  }
}
