/// What each byte of a sound `data.mdb` is for, found by walking its pages.
///
/// Written from the layout that LMDB 0.9 documents in its source, and apart from the product's own walk.
struct PageMap {
  /// What a byte is for.
  struct Kind: Hashable, Sendable {
    /// `leaf key of row`, `free page`.
    let name: String
    /// Whether a change of it must be found by `verify`; else it means nothing, or nothing yet.
    let isUsed: Bool
  }

  /// Every kind that the file has bytes of, in the order of their first place.
  private(set) var kinds: [Kind] = []
  /// The offsets of the bytes of each kind.
  private(set) var places: [[Int]] = []
  /// The ranges of the values of rows, with their checksums.
  private(set) var rows: [Range<Int>] = []

  private let bytes: [UInt8]
  private let pageSize: Int
  private var owners: [UInt16]
  private var known: [Kind: UInt16] = [:]
  private var tables: [(name: String, root: Int)] = []

  private static let noRoot = -1

  init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    guard bytes.count >= 8_192 else { throw LabError("there is no data.mdb to damage") }
    owners = Array(repeating: .max, count: bytes.count)
    pageSize = bytes.withUnsafeBytes {
      Int($0.loadUnaligned(fromByteOffset: 40, as: UInt32.self))
    }
    let newest = word(144) > word(pageSize + 144) ? 0 : pageSize
    meta(at: newest, isNewest: true)
    meta(at: pageSize - newest, isNewest: false)
    try walk(word(newest + 40 + 40), in: "the free list")
    try walk(word(newest + 88 + 40), in: "the list of tables")
    for (name, root) in tables { try walk(root, in: name) }
    let free = number(Kind(name: "free page", isUsed: false))
    for place in owners.indices where owners[place] == .max { owners[place] = free }
    places = Array(repeating: [], count: kinds.count)
    for (place, owner) in owners.enumerated() { places[Int(owner)].append(place) }
  }

  // MARK: - Reading

  private func half(_ offset: Int) -> Int {
    bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: UInt16.self)) }
  }

  private func word(_ offset: Int) -> Int {
    bytes.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset, as: Int64.self)) }
  }

  // MARK: - Marking

  private mutating func number(_ kind: Kind) -> UInt16 {
    if let number = known[kind] { return number }
    let number = UInt16(kinds.count)
    known[kind] = number
    kinds.append(kind)
    return number
  }

  private mutating func mark(_ start: Int, _ count: Int, _ name: String, isUsed: Bool = true) {
    guard count > 0 else { return }
    let number = number(Kind(name: name, isUsed: isUsed))
    for place in start..<start + count { owners[place] = number }
  }

  private mutating func meta(at start: Int, isNewest: Bool) {
    let name = isNewest ? "meta page" : "older meta page"
    mark(start, pageSize, "unused in a meta page", isUsed: false)
    // Page number, flags, magic, version; the size of the map and its address mean nothing here.
    mark(start, 8, name)
    mark(start + 10, 2, name)
    mark(start + 16, 8, name)
    // Two trees: their figures, but for the padding of the second.
    mark(start + 40, 48, isNewest ? name : "trees of the older meta page", isUsed: isNewest)
    mark(start + 92, 44, isNewest ? name : "trees of the older meta page", isUsed: isNewest)
    // The last page of the older one, and the numbers of both commits, are held against the newer's.
    mark(start + 136, 8, isNewest ? name : "trees of the older meta page", isUsed: isNewest)
    mark(start + 144, 8, name)
  }

  // MARK: - Walking

  private mutating func walk(_ page: Int, in table: String) throws {
    guard page != Self.noRoot else { return }
    let start = page * pageSize
    guard start + pageSize <= bytes.count else { throw LabError("page \(page) is not in the file") }
    let isLeaf = half(start + 10) == 2
    let what = isLeaf ? "leaf" : "branch"
    let (lower, upper) = (half(start + 12), half(start + 14))
    mark(start, 8, "\(what) header of \(table)")
    mark(start + 8, 2, "unused in a page", isUsed: false)
    mark(start + 10, 6, "\(what) header of \(table)")
    mark(start + 16, lower - 16, "\(what) slots of \(table)")
    mark(start + lower, upper - lower, "unused in a page", isUsed: false)
    for slot in stride(from: 16, to: lower, by: 2) {
      let node = start + half(start + slot)
      let keyLength = half(node + 6)
      let key = node + 8
      mark(node, 8, isLeaf ? "leaf entry of \(table)" : "branch child of \(table)")
      guard isLeaf else {
        // The first key of a branch stands for all before the second. Another one that still parts its
        // neighbours changes nothing, and need not be found.
        mark(
          key, keyLength, slot == 16 ? "unused in a page" : "branch key of \(table)", isUsed: false)
        mark(key + keyLength, keyLength % 2, "unused in a page", isUsed: false)
        let child = half(node) | half(node + 2) << 16 | half(node + 4) << 32
        try walk(child, in: table)
        continue
      }
      let isFreeList = table == "the free list"
      let name = String(decoding: bytes[key..<key + keyLength], as: UTF8.self)
      if table == "meta", name.hasPrefix("log.next/") {
        // Only where the search for the next free id begins.
        mark(key, keyLength + (half(node) | half(node + 2) << 16), "counter of ids", isUsed: false)
        continue
      }
      // Without the folds' versions a store is as one that never had others.
      let isFolds = table == "meta" && name == "store.folds"
      mark(
        key, keyLength, isFolds ? "key of the folds" : "leaf key of \(table)",
        isUsed: !isFreeList && !isFolds)
      let length = half(node) | half(node + 2) << 16
      let flags = half(node + 4)
      let value = key + keyLength
      let inline = flags & 1 == 1 ? 8 : length
      mark(value + inline, (8 + keyLength + inline) % 2, "unused in a page", isUsed: false)
      if flags & 1 == 1 {
        mark(value, 8, "place of a long value of \(table)")
        long(word(value), length, in: table, isFreeList: isFreeList)
      } else if flags & 2 == 2 {
        mark(value, 4, "unused in a page", isUsed: false)
        mark(value + 4, length - 4, "table record")
        tables.append((name, word(value + 40)))
      } else {
        content(value, length, in: table, isFreeList: isFreeList)
      }
    }
  }

  private mutating func long(_ page: Int, _ length: Int, in table: String, isFreeList: Bool) {
    let start = page * pageSize
    let pages = half(start + 12) | half(start + 14) << 16
    mark(start, pages * pageSize, "unused in a page", isUsed: false)
    mark(start, 8, "header of a long value of \(table)")
    mark(start + 10, 6, "header of a long value of \(table)")
    content(start + 16, length, in: table, isFreeList: isFreeList)
  }

  private mutating func content(_ start: Int, _ length: Int, in table: String, isFreeList: Bool) {
    guard isFreeList else {
      mark(start, length, "value of \(table)")
      if table == "row" { rows.append(start..<start + length) }
      return
    }
    let count = word(start)
    mark(start, 8 * (count + 1), "value of the free list")
    mark(start + 8 * (count + 1), length - 8 * (count + 1), "unused in a page", isUsed: false)
  }
}
