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
    let offset = Int(page) * header.pageSize
    let bytes = try FilePage(page, of: file, at: offset, count: count * header.pageSize)
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
    guard let nodes = nodes(of: page, isLeaf: isLeaf) else {
      return note(number, "its entries do not fill it as they were written")
    }
    guard isInOrder(nodes, of: page, isLeaf: isLeaf, from: low, below: high) else {
      return note(number, "its keys are not in order")
    }
    if isLeaf {
      figures.leafPages += 1
      figures.entries += UInt64(nodes.count)
      for node in nodes { try checkValue(of: node, in: page) }
    } else {
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
    let key: Range<Int>
    let flags: UInt16
    /// The value's length, wherever it lies.
    let length: Int
    /// Of a branch: the page below.
    let child: UInt64
    /// Where the value lies in the page, or the number of the page where it lies.
    var value: Range<Int> { key.upperBound..<key.upperBound + inline }
    /// The bytes of the value, or of that number, in the page.
    let inline: Int
  }

  /// The nodes in the order of their keys; nil unless they fill the page's end without a gap.
  private mutating func nodes(of page: FilePage, isLeaf: Bool) -> [Node]? {
    let (lower, upper) = (Int(page.uint16(12)), Int(page.uint16(14)))
    guard lower > Self.pageHeader, lower % 2 == 0, lower <= upper, upper < header.pageSize else {
      return nil
    }
    var nodes: [Node] = []
    nodes.reserveCapacity((lower - Self.pageHeader) / 2)
    cover.begin(header.pageSize)
    for slot in stride(from: Self.pageHeader, to: lower, by: 2) {
      let start = Int(page.uint16(slot))
      guard start >= upper, start % 2 == 0, start + Self.nodeHeader <= header.pageSize else {
        return nil
      }
      let (low, high) = (UInt64(page.uint16(start)), UInt64(page.uint16(start + 2)))
      let (flags, keyLength) = (page.uint16(start + 4), Int(page.uint16(start + 6)))
      let isElsewhere = isLeaf && flags & Flag.bigData != 0
      let length = isLeaf ? Int(low | high << 16) : 0
      let inline = isElsewhere ? 8 : length
      let key = start + Self.nodeHeader..<start + Self.nodeHeader + keyLength
      let end = key.upperBound + inline
      guard end <= header.pageSize, cover.add(start..<end + end % 2) else { return nil }
      nodes.append(
        Node(
          key: key, flags: flags, length: length,
          child: low | high << 16 | UInt64(flags) << 32, inline: inline))
    }
    return cover.count == header.pageSize - upper ? nodes : nil
  }

  /// Whether keys ascend within their bounds; the first of a branch stands for whatever is before.
  private func isInOrder(
    _ nodes: [Node], of page: FilePage, isLeaf: Bool, from low: [UInt8]?, below high: [UInt8]?
  ) -> Bool {
    page.bytes.withUnsafeBytes { bytes in
      var last: UnsafeRawBufferPointer?
      for (place, node) in nodes.enumerated() where isLeaf || place > 0 {
        let key = UnsafeRawBufferPointer(rebasing: bytes[node.key])
        if kind == .free ? key.count != 8 : !(1...511).contains(key.count) { return false }
        if let last, !precedes(last, key) { return false }
        last = key
        let isBelowBounds = low?.withUnsafeBytes { precedes(key, $0) } ?? false
        let isWithin = high?.withUnsafeBytes { precedes(key, $0) } ?? true
        if isBelowBounds || !isWithin { return false }
      }
      return true
    }
  }

  private func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    if kind == .free, left.count == 8, right.count == 8 {
      // MDB_INTEGERKEY.
      return left.loadUnaligned(as: UInt64.self) < right.loadUnaligned(as: UInt64.self)
    }
    let order = memcmp(left.baseAddress!, right.baseAddress!, min(left.count, right.count))
    return order < 0 || (order == 0 && left.count < right.count)
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
