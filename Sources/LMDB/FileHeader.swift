import Glibc

/// What one of the file's two first pages says (`MDB_meta`): where its trees begin, and since which
/// commit.
///
/// Read from the file itself, with every number doubted: LMDB trusts them, and what it then follows
/// kills the process.
struct FileHeader: Equatable {
  /// The root of one tree and its figures (`MDB_db`).
  struct Tree: Equatable {
    /// Its bytes in the file.
    static let length = 48
    /// What stands for the root of a tree with nothing in it (`P_INVALID`).
    static let noRoot = UInt64.max

    let pad: UInt32
    let flags: UInt16
    let depth: UInt16
    let branchPages: UInt64
    let leafPages: UInt64
    let overflowPages: UInt64
    let entries: UInt64
    let root: UInt64

    /// Reads it from a page; there must be ``length`` bytes.
    init(_ page: FilePage, at offset: Int) {
      pad = page.uint32(offset)
      flags = page.uint16(offset + 4)
      depth = page.uint16(offset + 6)
      branchPages = page.uint64(offset + 8)
      leafPages = page.uint64(offset + 16)
      overflowPages = page.uint64(offset + 24)
      entries = page.uint64(offset + 32)
      root = page.uint64(offset + 40)
    }
  }

  /// The pages that are free, by the commit that freed them.
  let free: Tree
  /// The tables by name.
  let main: Tree
  /// The last page that was ever used.
  let lastPage: UInt64
  /// The number of the commit.
  let transaction: UInt64

  /// The bytes of a page of this file.
  var pageSize: Int { Int(free.pad) }

  private static let magic: UInt32 = 0xBEEF_C0DE
  private static let version: UInt32 = 1
  /// `P_META`, and what `MDB_INTEGERKEY` says of the free pages' tree.
  private static let metaFlag: UInt16 = 0x08
  private static let freeFlags: UInt16 = 0x08
  /// The bytes of a first page that mean something.
  private static let length = 152

  /// Reads a first page; nil where it is none that LMDB has written.
  private init?(_ page: FilePage) {
    guard page.bytes.count >= Self.length, page.uint64(0) == page.number,
      page.uint16(10) == Self.metaFlag,
      page.uint32(16) == Self.magic, page.uint32(20) == Self.version
    else { return nil }
    free = Tree(page, at: 40)
    main = Tree(page, at: 40 + Tree.length)
    lastPage = page.uint64(136)
    transaction = page.uint64(144)
    guard (9...15).contains(free.pad.trailingZeroBitCount), free.pad.nonzeroBitCount == 1,
      free.flags == Self.freeFlags, main.flags == 0, lastPage >= 1, lastPage < 1 << 48
    else { return nil }
  }

  /// Whether its trees begin at pages that are in the file.
  ///
  /// Only the header in force must: where a commit's write of its header fails, LMDB gives the page its
  /// old number and last page back, and leaves the new roots in it for the next commit to replace.
  private var hasRoots: Bool {
    [free, main].allSatisfy { tree in
      if tree.root == Tree.noRoot { return tree.entries == 0 }
      return tree.entries > 0 && tree.root >= 2 && tree.root <= lastPage
    }
  }

  /// Both headers of an open file, the one in force last.
  ///
  /// Commits write them in turn, so their numbers follow on each other; anything else is damage, by
  /// which LMDB would take an earlier commit for the last one.
  /// - Throws: `.damagedFile`; an `errno`.
  static func pair(of descriptor: Int32, path: String) throws(LMDBError) -> [FileHeader] {
    // Read again where a commit has come between the two.
    for attempt in 1... {
      if let pair = try read(descriptor) { return pair }
      if attempt == 5 { break }
      Pause.short()
    }
    throw LMDBError(.damagedFile, "open \(path)")
  }

  private static func read(_ descriptor: Int32) throws(LMDBError) -> [FileHeader]? {
    guard let first = try FilePage(0, of: descriptor, at: 0, count: length),
      let one = FileHeader(first),
      let second = try FilePage(1, of: descriptor, at: one.pageSize, count: length),
      let two = FileHeader(second), two.pageSize == one.pageSize
    else { return nil }
    let isNew = one.transaction == 0 && two.transaction == 0
    guard isNew || (one.transaction % 2 == 0 && two.transaction % 2 == 1) else { return nil }
    // Of two new ones LMDB takes the first.
    let pair = one.transaction >= two.transaction ? [two, one] : [one, two]
    guard isNew || pair[0].transaction + 1 == pair[1].transaction,
      pair[0].lastPage <= pair[1].lastPage, pair[1].hasRoots
    else { return nil }
    return pair
  }
}

/// Bytes of the file from where one of its pages begins.
struct FilePage {
  /// The page's number, by its place.
  let number: UInt64
  let bytes: [UInt8]

  init(number: UInt64, bytes: [UInt8]) {
    self.number = number
    self.bytes = bytes
  }

  /// Reads so many bytes from the start of a page (`pread(2)`); nil where the file ends before.
  init?(
    _ number: UInt64, of descriptor: Int32, at offset: Int, count: Int
  ) throws(LMDBError) {
    self.number = number
    var done = 0
    var failure: Int32 = 0
    bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while done < count {
        let read = pread(descriptor, buffer.baseAddress! + done, count - done, off_t(offset + done))
        if read < 0, errno == EINTR { continue }
        if read < 0 { failure = errno }
        guard read > 0 else { break }
        done += read
      }
      filled = done
    }
    if failure != 0 { throw LMDBError(.init(rawValue: failure), "read the store's file") }
    guard done == count else { return nil }
  }

  func uint16(_ offset: Int) -> UInt16 { integer(offset) }
  func uint32(_ offset: Int) -> UInt32 { integer(offset) }
  func uint64(_ offset: Int) -> UInt64 { integer(offset) }

  /// A number as the machine has it, which is how LMDB writes them; the offset must be in the page.
  private func integer<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int) -> T {
    precondition(offset >= 0 && offset + MemoryLayout<T>.size <= bytes.count)
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
  }
}
