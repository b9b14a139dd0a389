import Clinic
import EventLog
import LMDB
import Records

extension Verifier {
  /// Every entry of the stream table leads to its event, and every event is found through it.
  func checkStreams(in view: TransactionView) throws {
    var isFound = [Bool](repeating: false, count: versions.count)
    var spelled = Set<Int>()
    try checkOrderInStreams()
    try check("stream entries", isOfLog: true) {
      var cursor = try view.cursor(store.log.stream)
      while try cursor.next() {
        // From here on, names.
        if Self.isName(cursor.key) { break }
        try look()
        checkEntry(cursor.key, cursor.value, &isFound)
      }
      for (index, found) in isFound.enumerated() where !found && versions[index] != 0 {
        let position = UInt64(index) + 1
        find("@\(position)", position, "it is not found through its stream, \(name(at: position))")
      }
    }
    try check("stream names", isOfLog: true) {
      var cursor = try view.cursor(store.log.stream)
      var isThere = try cursor.seek(Key([0x80]))
      while isThere {
        try look()
        checkSpelling(cursor.key, cursor.value, &spelled)
        isThere = try cursor.next()
      }
      for stream in 0..<fold.streams.count
      where !spelled.contains(stream) && !broken.contains(stream) {
        find("stream \(name(of: stream))", nil, "its name is not listed")
      }
    }
  }

  /// Versions within each stream go up by one from 1, in the order of positions.
  private func checkOrderInStreams() throws {
    try check("stream versions", isOfLog: true) {
      var next = [UInt32](repeating: 1, count: fold.streams.count)
      for (index, version) in versions.enumerated() where version != 0 {
        count()
        let position = UInt64(index) + 1
        guard let stream = fold.stream(at: position) else { continue }
        if version != next[stream] {
          find(
            "@\(position)", position,
            "it is version \(version) of \(name(of: stream)), where \(next[stream]) comes next")
        }
        next[stream] = version &+ 1
      }
    }
  }

  /// Whether a key of the stream table is that of a stream's name, which all sort last.
  private static func isName(_ key: RawSpan) -> Bool {
    key.byteCount > 0 && key.byte(at: 0) >= 0x80
  }

  private func checkEntry(_ key: RawSpan, _ value: RawSpan, _ isFound: inout [Bool]) {
    let end = key.byteCount - 9
    guard end >= 2, key.byte(at: end) == 0, let position = Self.position(value),
      let version = Self.position(key.extracting(last: 8))
    else { return find("stream table", nil, "an entry is not as written") }
    let kind = key.byte(at: 0)
    let id = key.extracting(1..<end)
    guard position > 0, position <= UInt64(versions.count) else {
      return find(
        Self.entry(kind, id, version), position, "it leads to @\(position), where no event is")
    }
    guard isWhole(position) else {
      broken.insert(fold.number(kind: kind, id: id))
      return leaveOut()
    }
    guard let stream = fold.stream(at: position), UInt64(versions[Int(position) - 1]) == version,
      fold.streams.matches(stream, kind, id)
    else {
      return find(
        Self.entry(kind, id, version), position, "it leads to @\(position), which is another event")
    }
    isFound[Int(position) - 1] = true
  }

  /// An entry's place, for people.
  private static func entry(_ kind: UInt8, _ id: RawSpan, _ version: UInt64) -> String {
    "stream \(name(kind, id)) version \(version)"
  }

  private func checkSpelling(_ key: RawSpan, _ value: RawSpan, _ spelled: inout Set<Int>) {
    let bytes = key.copy()
    let kind = bytes[0] & 0x7F
    let place = "stream \(Self.name(kind, value))"
    let folded = value.copy().map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    guard folded.elementsEqual(bytes.dropFirst()) else {
      return find(
        "stream \(Self.name(kind, key.extracting(droppingFirst: 1)))", nil,
        "it is listed under another name")
    }
    guard let stream = fold.streams.find(kind: kind, id: value) else {
      return find(place, nil, "it is listed, and has no events")
    }
    spelled.insert(stream)
  }

  /// The id table and the events' own ids.
  func checkEventIDs(in view: TransactionView) throws {
    try check("event ids", isOfLog: true) {
      var isFound = [Bool](repeating: false, count: versions.count)
      var cursor = try view.cursor(store.log.eventID)
      while try cursor.next() {
        try look()
        let id = String(decoding: cursor.key.copy(), as: UTF8.self)
        guard let position = Self.position(cursor.value) else {
          find("event id \(id)", nil, "its entry is not as written")
          continue
        }
        guard position > 0, position <= UInt64(versions.count) else {
          find("event id \(id)", position, "it leads to @\(position), where no event is")
          continue
        }
        guard isWhole(position) else {
          leaveOut()
          continue
        }
        let isOwn = try store.log.withEvent(at: position, in: view) { event throws(LogError) in
          event.eventID == id
        }
        if isOwn == true {
          isFound[Int(position) - 1] = true
        } else {
          find("event id \(id)", position, "it leads to @\(position), which has another")
        }
      }
      for index in isFound.indices where isIdentified[index] && !isFound[index] {
        let position = UInt64(index) + 1
        if isWhole(position) { find("@\(position)", position, "it is not found by its event id") }
      }
    }
  }

  /// A stream as people write it.
  static func name(_ kind: UInt8, _ id: RawSpan) -> String {
    let kind = StreamKind(rawValue: kind)?.name ?? "kind \(kind)"
    return "\(kind)/\(String(decoding: id.copy(), as: UTF8.self))"
  }

  func name(of stream: Int) -> String {
    let kind = fold.streams.kind(stream)
    return "\(StreamKind(rawValue: kind)?.name ?? "kind \(kind)")/\(fold.streams.id(stream))"
  }

  private func name(at position: UInt64) -> String {
    fold.stream(at: position).map { name(of: $0) } ?? "unknown"
  }
}
