import Records

/// A sound store's files, and what one case makes of them.
struct DamagedCopy {
  /// How a case damages its copy.
  enum Way: Sendable {
    /// By chance: bits flipped, sectors and pages lost, files cut.
    case chance
    /// A row changed and its checksum made to fit: nothing in the row gives it away.
    case plantedRow
  }

  /// The copy's files; a file that is nil in it is gone.
  private(set) var files: [String: [UInt8]]
  /// What was damaged: `bit in leaf key of row`.
  private(set) var what = ""
  /// Whether `verify` must find it.
  private(set) var mustBeFound = true

  init(
    _ files: [String: [UInt8]], _ map: PageMap, _ way: Way, _ chance: inout Generator
  ) {
    self.files = files
    switch way {
    case .plantedRow: plantRow(map, &chance)
    case .chance:
      switch chance.below(100) {
      case ..<84: flip(map, &chance)
      case ..<88: lose(PossibleDisk.sector, map, &chance)
      case ..<91: lose(4_096, map, &chance)
      case ..<94: cut(&chance)
      case ..<98: flipIdentity(&chance)
      default: flipLocks(&chance)
      }
    }
  }

  private mutating func flip(_ map: PageMap, _ chance: inout Generator) {
    let kind = chance.below(map.kinds.count)
    let place = chance.pick(map.places[kind])
    // Most often one bit, else the whole byte.
    files["data.mdb"]?[place] ^=
      chance.once(in: 5)
      ? UInt8(chance.within(1...255))
      : 1 << UInt8(chance.below(8))
    what = map.kinds[kind].name
    mustBeFound = map.kinds[kind].isUsed
  }

  /// Zeros or noise in place of so many bytes, where the disk lost them.
  private mutating func lose(_ length: Int, _ map: PageMap, _ chance: inout Generator) {
    let before = files["data.mdb", default: []]
    let start = chance.below(before.count / length) * length
    let isNoise = chance.once(in: 2)
    for place in start..<start + length {
      files["data.mdb"]?[place] = isNoise ? UInt8(chance.below(256)) : 0
    }
    what = length == 4_096 ? "a page lost" : "a sector lost"
    mustBeFound = false
    for kind in map.kinds.indices where map.kinds[kind].isUsed {
      for place in map.places[kind] where (start..<start + length).contains(place) {
        if files["data.mdb"]?[place] != before[place] {
          mustBeFound = true
          return
        }
      }
    }
  }

  private mutating func cut(_ chance: inout Generator) {
    let name = chance.once(in: 4) ? "identity" : "data.mdb"
    let length = files[name, default: []].count
    let left =
      chance.once(in: 2) ? chance.below(length) : length / 4_096 * chance.below(8) / 8 * 4_096
    files[name] = Array(files[name, default: []].prefix(min(left, length - 1)))
    what = "\(name) cut"
    // The end of the file may be a free page.
    mustBeFound = false
  }

  /// The identity's letters of its id are no claim that anything else can be held against.
  private mutating func flipIdentity(_ chance: inout Generator) {
    let place = chance.below(files["identity", default: []].count)
    files["identity"]?[place] ^= 1 << UInt8(chance.below(8))
    what = "identity"
    mustBeFound = false
  }

  private mutating func flipLocks(_ chance: inout Generator) {
    let name = chance.pick(["lock.mdb", "write.lock"])
    let length = files[name, default: []].count
    guard length > 0 else { return }
    for _ in 0..<8 { files[name]?[chance.below(length)] ^= 1 << UInt8(chance.below(8)) }
    what = name
    mustBeFound = false
  }

  private mutating func plantRow(_ map: PageMap, _ chance: inout Generator) {
    let row = chance.pick(map.rows)
    let body = row.lowerBound..<row.upperBound - Checksum.byteCount
    guard var data = files["data.mdb"] else { return }
    let place = chance.within(body.lowerBound + body.count / 2...body.upperBound - 1)
    data[place] ^= 1
    data.replaceSubrange(row, with: Checksum.sealed(Array(data[body])))
    files["data.mdb"] = data
    what = "row changed, checksum made to fit"
  }
}
