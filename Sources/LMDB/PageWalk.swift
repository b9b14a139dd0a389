import Glibc

/// A walk over every tree of the file that believes nothing: see ``Environment/checkPages(step:)``.
///
/// A page is amiss if it is not the one that it should be, if its nodes do not fill it as LMDB leaves
/// them, or if its keys are out of order or outside of what the branch above says. The figures of each
/// tree must be those of its pages, and every page must be in use or free, and only one of both.
struct PageWalk {
  private enum Use: UInt8 { case unknown, used, free }

  /// The flags of pages and of nodes (`P_BRANCH`, `P_LEAF`, `P_OVERFLOW`; `F_BIGDATA`, `F_SUBDATA`).
  private enum Flag {
    static let branch: UInt16 = 0x01
    static let leaf: UInt16 = 0x02
    static let overflow: UInt16 = 0x04
    static let bigData: UInt16 = 0x01
    static let subData: UInt16 = 0x02
  }

  private enum Kind { case free, main, table }

  /// Bytes before the places of a page's nodes, and before a node's key.
  private static let pageHeader = 16
  private static let nodeHeader = 8

  /// What the pages of one tree come to.
  private struct Figures: Equatable {
    var branchPages: UInt64 = 0
    var leafPages: UInt64 = 0
    var overflowPages: UInt64 = 0
    var entries: UInt64 = 0
  }

  private let header: FileHeader
  private let file: Int32
  private let step: (Int, Int) throws -> Void
  private var blocks: PageBlocks
  private var uses: [Use]
  private var checkup = PageCheckup()
  /// What the nodes of a page fill of it.
  private var cover = PageCover()

  // Of the tree that is walked.
  private var name = ""
  private var kind = Kind.free
  private var figures = Figures()
  private var depth = 0
  /// The last commit that the list of free pages knows of.
  private var lastFreeing: UInt64 = 0
  private var tables: [(name: String, tree: FileHeader.Tree)] = []

  /// Walks all that a header leads to.
  static func run(
    _ header: FileHeader, of file: Int32, step: (Int, Int) throws -> Void
  ) throws -> PageCheckup {
    var status = stat()
    guard fstat(file, &status) == 0 else {
      throw LMDBError(.init(rawValue: errno), "look at the store's file")
    }
    // More pages than this were never used: the number is damage, and no room is made for it.
    let most = UInt64(status.st_size) / UInt64(header.pageSize) * 2 + 65_536
    guard header.lastPage <= most else {
      var checkup = PageCheckup()
      checkup.note(0, "", "the header counts more pages than the file can have")
      return checkup
    }
    return try withoutActuallyEscaping(step) { step in
      var walk = PageWalk(header, file, step)
      try walk.run()
      return walk.checkup
    }
  }

  private init(_ header: FileHeader, _ file: Int32, _ step: @escaping (Int, Int) throws -> Void) {
    self.header = header
    self.file = file
    self.step = step
    blocks = PageBlocks(of: file, pageSize: header.pageSize)
    uses = Array(repeating: .unknown, count: Int(header.lastPage) + 1)
  }

  private mutating func run() throws {
    uses[0] = .used
    uses[1] = .used
    try walk(header.main, .main, "")
    for (name, tree) in tables { try walk(tree, .table, name) }
    // Last, so that a page both in use and free is found as the second.
    try walk(header.free, .free, "")
    guard checkup.found == 0 else { return }
    // Every commit replaces pages and so frees some. A header whose number was changed, and which LMDB
    // takes for the last one, has an earlier commit's list.
    if header.free.entries > 0, lastFreeing != header.transaction {
      checkup.note(header.free.root, "", "the list of free pages is another commit's")
    }
    var page = 2
    while page < uses.count {
      if uses[page] == .unknown {
        checkup.note(UInt64(page), "", "the page is neither in use nor free")
      }
      page += 1
    }
  }

  private mutating func walk(_ tree: FileHeader.Tree, _ kind: Kind, _ name: String) throws {
    self.name = name
    self.kind = kind
    figures = Figures()
    depth = Int(tree.depth)
    guard tree.root != FileHeader.Tree.noRoot else {
      if tree.entries != 0 || depth != 0 { note(0, "its figures are not those of an empty table") }
      return
    }
    guard (1...32).contains(depth) else { return note(tree.root, "the tree's depth is none") }
    let before = checkup.found
    try visit(tree.root, level: 1, from: nil, below: nil)
    guard checkup.found == before else { return }
    let said = Figures(
      branchPages: tree.branchPages, leafPages: tree.leafPages, overflowPages: tree.overflowPages,
      entries: tree.entries)
    if figures != said { note(tree.root, "the tree's figures are not those of its pages") }
  }

  private mutating func note(_ page: UInt64, _ what: String) { checkup.note(page, name, what) }

  /// Marks a page as used; false where it cannot be.
  private mutating func take(_ page: UInt64) throws -> Bool {
    guard page >= 2, page <= header.lastPage else {
      note(page, "a page is led to that the file does not have")
      return false
    }
    guard uses[Int(page)] == .unknown else {
      note(page, "the page is led to twice")
      return false
    }
    uses[Int(page)] = .used
    checkup.pages += 1
    if checkup.pages & 0x3FF == 0 { try step(checkup.pages, uses.count) }
    return true
  }

  /// Reads pages, of which only the first has a header; nil, and told, where the file ends before.
  private mutating func read(_ page: UInt64, count: Int = 1) throws -> FilePage? {
    let size = header.pageSize
    let bytes =
      count == 1
      ? try blocks.page(page)
      : try FilePage(page, of: file, at: Int(page) * size, count: count * size)
    if bytes == nil { note(page, "the file ends before the page does") }
    return bytes
  }

  /// Walks a page of a tree and all below it.
  private mutating func visit(
    _ number: UInt64, level: Int, from low: [UInt8]?, below high: [UInt8]?
  ) throws {
    guard try take(number), let page = try read(number) else { return }
    let isLeaf = level == depth
    guard page.uint64(0) == number else { return note(number, "it is another page") }
    guard page.uint16(10) == (isLeaf ? Flag.leaf : Flag.branch) else {
      return note(number, "it is a page of another kind")
    }
    switch look(at: page, isLeaf: isLeaf, from: low, below: high) {
    case .notFilled: return note(number, "its entries do not fill it as they were written")
    case .outOfOrder: return note(number, "its keys are not in order")
    case .entries(let count):
      figures.leafPages += 1
      figures.entries += UInt64(count)
    case .toLookAt(let nodes) where isLeaf:
      figures.leafPages += 1
      figures.entries += UInt64(nodes.count)
      for node in nodes { try checkValue(of: node, in: page) }
    case .toLookAt(let nodes):
      figures.branchPages += 1
      for (place, node) in nodes.enumerated() {
        try visit(
          node.child, level: level + 1, from: place == 0 ? low : Array(page.bytes[node.key]),
          below: place + 1 < nodes.count ? Array(page.bytes[nodes[place + 1].key]) : high)
      }
    }
  }
}

// MARK: - Nodes

extension PageWalk {
  /// One entry of a page: a key, and a value or the page below.
  private struct Node {
    let start: Int
    let key: Range<Int>
    let flags: UInt16
    /// The value's length, wherever it lies.
    let length: Int
    /// Of a branch: the page below.
    let child: UInt64
    /// Where the value lies in the page, or the number of the page where it lies.
    let value: Range<Int>
    /// Where the next one may begin.
    var end: Int { value.upperBound &+ (value.upperBound & 1) }

    /// The one that begins at an offset; nil where it would not end in the page.
    @inline(__always)
    init?(at start: Int, of bytes: UnsafeRawBufferPointer, isLeaf: Bool) {
      guard start & 1 == 0, start &+ PageWalk.nodeHeader <= bytes.count else { return nil }
      // As one number: the length's or the page's two halves, the flags, the key's length.
      let head = bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)
      self.start = start
      flags = UInt16(truncatingIfNeeded: head >> 32)
      child = head & 0xFFFF_FFFF_FFFF
      length = isLeaf ? Int(head & 0xFFFF_FFFF) : 0
      let isElsewhere = isLeaf && flags & Flag.bigData != 0
      // None of these sums is more than the two lengths, of 16 and of 32 bits, can come to.
      let keyStart = start &+ PageWalk.nodeHeader
      let keyEnd = keyStart &+ Int(head &>> 48)
      let valueEnd = keyEnd &+ (isElsewhere ? 8 : length)
      guard valueEnd <= bytes.count else { return nil }
      key = Range(uncheckedBounds: (keyStart, keyEnd))
      value = Range(uncheckedBounds: (keyEnd, valueEnd))
    }
  }

  /// What a page's nodes are, as far as the page alone says.
  private enum Sight {
    /// They do not fill the page's end without a gap.
    case notFilled
    case outOfOrder
    /// So many entries of a table, every value whole in the page.
    case entries(Int)
    /// Those that lead elsewhere, or may: all of the page, in the order of their keys.
    case toLookAt([Node])
  }

  /// Looks at each node of a page in turn, once where nothing more is to be done with it.
  private mutating func look(
    at page: FilePage, isLeaf: Bool, from low: [UInt8]?, below high: [UInt8]?
  ) -> Sight {
    page.bytes.withUnsafeBytes { bytes in
      let (lower, upper) = (Self.uint16(bytes, 12), Self.uint16(bytes, 14))
      guard lower > Self.pageHeader, lower % 2 == 0, lower <= upper, upper < bytes.count else {
        return .notFilled
      }
      var flags: UInt16 = 0
      var order = PageOrder(isOfNumbers: kind == .free)
      cover.begin(bytes.count)
      var slot = Self.pageHeader
      while slot < lower {
        guard let node = Node(at: Self.uint16(bytes, slot), of: bytes, isLeaf: isLeaf),
          node.start >= upper, cover.add(Range(uncheckedBounds: (node.start, node.end)))
        else { return .notFilled }
        flags |= node.flags
        // The first key of a branch stands for whatever is before.
        if isLeaf || slot > Self.pageHeader {
          order.add(UnsafeRawBufferPointer(rebasing: bytes[node.key]))
        }
        slot += 2
      }
      guard cover.count == bytes.count - upper else { return .notFilled }
      guard order.isKept(from: low, below: high) else { return .outOfOrder }
      let count = (lower - Self.pageHeader) / 2
      if isLeaf, kind == .table, flags == 0 { return .entries(count) }
      return .toLookAt(
        (0..<count).compactMap { place in
          let start = Self.uint16(bytes, Self.pageHeader + 2 * place)
          return Node(at: start, of: bytes, isLeaf: isLeaf)
        })
    }
  }

  /// The offset that stands at a place in the page.
  private static func uint16(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    Int(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  private mutating func checkValue(of node: Node, in page: FilePage) throws {
    let isBig = node.flags == Flag.bigData
    switch kind {
    case .main:
      guard node.flags == Flag.subData, node.length == FileHeader.Tree.length else {
        return note(page.number, "an entry of the list of tables is none")
      }
      let tree = FileHeader.Tree(page, at: node.value.lowerBound)
      guard tree.flags == 0 else { return note(page.number, "a table is of another kind") }
      tables.append((String(decoding: page.bytes[node.key], as: UTF8.self), tree))
      return
    case .table, .free:
      guard node.flags == 0 || isBig else {
        return note(page.number, "an entry is of another kind")
      }
    }
    var holder = page
    var value = node.value
    if isBig {
      guard let first = try takeOverflow(page.uint64(value.lowerBound), length: node.length) else {
        return
      }
      holder = first
      value = Self.pageHeader..<Self.pageHeader + node.length
    }
    guard kind == .free else { return }
    lastFreeing = max(lastFreeing, page.uint64(node.key.lowerBound))
    markFree(value, in: holder)
  }

  /// Takes the pages of a value that is longer than a page has room for.
  private mutating func takeOverflow(_ number: UInt64, length: Int) throws -> FilePage? {
    guard try take(number), let first = try read(number) else { return nil }
    let needed = (Self.pageHeader + length + header.pageSize - 1) / header.pageSize
    let count = Int(first.uint32(12))
    // A value that was replaced by a shorter one keeps its pages.
    guard first.uint64(0) == number, first.uint16(10) == Flag.overflow, count >= needed,
      count <= uses.count
    else {
      note(number, "it is not the page of a long value that it should be")
      return nil
    }
    for next in 1..<max(count, 1) {
      guard try take(number + UInt64(next)) else { return nil }
    }
    figures.overflowPages += UInt64(count)
    return kind == .free ? try read(number, count: needed) : try readable(number, needed, first)
  }

  /// The first of several pages, which the file must have to the last.
  private mutating func readable(
    _ number: UInt64, _ count: Int, _ first: FilePage
  ) throws -> FilePage? {
    guard count > 1 else { return first }
    return try read(number + UInt64(count) - 1) == nil ? nil : first
  }

  /// Marks the pages of a list of free ones: how many, then their numbers (`MDB_IDL`).
  private mutating func markFree(_ value: Range<Int>, in page: FilePage) {
    let count = value.count >= 8 ? page.uint64(value.lowerBound) : .max
    guard value.count % 8 == 0, count < UInt64(value.count / 8) else {
      return note(page.number, "a list of free pages is not as written")
    }
    for place in 0..<Int(count) {
      let free = page.uint64(value.lowerBound + 8 * (place + 1))
      guard free >= 2, free <= header.lastPage, uses[Int(free)] == .unknown else {
        note(page.number, "a page is given as free that is in use, or free twice, or none")
        return
      }
      uses[Int(free)] = .free
    }
  }
}
