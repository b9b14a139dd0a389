/// The keys of index entries one behind the other, for a thread that has no time to make them.
struct KeyList: Sendable {
  private let bytes: [UInt8]
  /// Where each ends in `bytes`.
  private let ends: [Int]

  init(_ entries: FieldEntries) {
    let rows = entries.table.rows
    var value: [UInt8] = []
    var ends: [Int] = []
    ends.reserveCapacity(rows.count)
    bytes = [UInt8](unsafeUninitializedCapacity: entries.keyBytes) { bytes, count in
      let room = UnsafeMutableRawBufferPointer(bytes)
      func add(_ part: UnsafeRawBufferPointer) {
        precondition(part.count <= room.count - count, "keys have more bytes than were counted")
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: part)
        count += part.count
      }
      for place in entries.runs.indices {
        entries.writeValue(of: place, to: &value)
        value.withUnsafeBytes { value in
          for row in Int(entries.runs[place].first)..<entries.runs[place].end {
            add(value)
            add(rows[row].tail)
            ends.append(count)
          }
        }
      }
    }
    self.ends = ends
  }

  /// How many there are.
  var count: Int { ends.count }

  /// The key at a place.
  @_lifetime(borrow self)
  func key(_ place: Int) -> RawSpan {
    bytes.span.bytes.extracting((place == 0 ? 0 : ends[place - 1])..<ends[place])
  }
}
