import CLMDB
import Glibc

/// What a walk over the file's own pages found.
public struct PageCheckup: Sendable, Hashable {
  /// One page amiss.
  public struct Fault: Sendable, Hashable {
    /// The page's number in the file.
    public let page: UInt64
    /// The table whose tree it was reached by; empty for the list of tables and of free pages.
    public let table: String
    /// What is amiss, never a key nor a value.
    public let what: String
  }

  /// How many pages are in use.
  public internal(set) var pages = 0
  /// What is amiss, the first hundred at most.
  public internal(set) var faults: [Fault] = []
  /// How many faults there are.
  public internal(set) var found = 0

  mutating func note(_ page: UInt64, _ table: String, _ what: String) {
    found += 1
    if faults.count < 100 { faults.append(Fault(page: page, table: table, what: what)) }
  }
}

extension Environment {
  /// Walks the trees of the file as the last commit left them, without LMDB.
  ///
  /// LMDB believes what stands in a page, and a damaged one can make it read anywhere and die. This
  /// reads page by page with every number doubted (`pread(2)`, no map), so it can be asked first:
  /// where it finds nothing, LMDB can walk the file. What it cannot see is a value, or a key, that is
  /// another than was written and still in order.
  /// - Parameter step: told of pages done and to do, now and then; what it throws ends the walk.
  /// - Throws: ``LMDBError`` where the system fails; what `step` throws. Damage is no error.
  public func checkPages(
    step: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> PageCheckup {
    let file = try folder.open("data.mdb", O_RDONLY)
    defer { close(file) }
    // A commit or two may come between a transaction's beginning and the look at the header.
    for _ in 0..<1_000 {
      let transaction = try beginRead()
      let headers = try FileHeader.pair(of: file, path: "\(path)/data.mdb")
      guard let header = headers.last(where: { $0.transaction == transaction.view.number }) else {
        continue
      }
      return try PageWalk.run(header, of: file, step: step)
    }
    throw LMDBError(.locked, "look at the file's pages, which change too fast")
  }
}

extension RawEnvironment {
  /// Refuses a file whose first pages no commit has left so; before LMDB maps it.
  static func checkHeaders(_ folder: borrowing Folder) throws(LMDBError) {
    let file = try folder.open("data.mdb", O_RDONLY)
    defer { Glibc.close(file) }
    _ = try FileHeader.pair(of: file, path: "\(folder.path)/data.mdb")
  }

  /// Refuses a file with a damaged page, or cut before a page that is in use.
  ///
  /// Pages used and freed by one transaction at the file's end are never written, so a file shorter
  /// than its header says may be whole: such a one is walked whatever its size.
  /// - Parameter limit: see ``Environment/Options/walkLimit``.
  func checkPages(_ folder: borrowing Folder, upTo limit: Int) throws(LMDBError) {
    let file = try folder.open("data.mdb", O_RDONLY)
    defer { Glibc.close(file) }
    for _ in 0..<1_000 {
      var begun: OpaquePointer?
      try LMDBError.check(
        mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &begun), "begin to read")
      defer { mdb_txn_abort(begun) }
      let headers = try FileHeader.pair(of: file, path: "\(folder.path)/data.mdb")
      guard let header = headers.last(where: { $0.transaction == UInt64(mdb_txn_id(begun)) })
      else { continue }
      var status = stat()
      guard fstat(file, &status) == 0 else {
        throw LMDBError(.init(rawValue: errno), "look at \(folder.path)/data.mdb")
      }
      let isLong = (header.lastPage + 1) * UInt64(header.pageSize) <= UInt64(status.st_size)
      if isLong, status.st_size > limit { return }
      let checkup: PageCheckup
      do {
        checkup = try PageWalk.run(header, of: file) { _, _ in }
      } catch {
        throw error as? LMDBError ?? LMDBError(.panic, "look at the file's pages")
      }
      guard let fault = checkup.faults.first else { return }
      throw LMDBError(
        .damagedFile, "open \(folder.path)/data.mdb, page \(fault.page): \(fault.what)")
    }
    // Others commit too fast for a look: they would have met what we look for.
  }
}
