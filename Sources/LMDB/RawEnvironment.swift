import CLMDB
import Glibc

/// LMDB's own handle (`MDB_env`), with nothing around it; `Environment` sees to when it is used.
struct RawEnvironment: @unchecked Sendable {
  let pointer: OpaquePointer

  /// Opens the files of a checked folder (`mdb_env_open`).
  static func open(
    _ folder: borrowing Folder, _ options: Environment.Options
  ) throws(LMDBError) -> RawEnvironment {
    try prepareFiles(folder, options)
    if !options.create { try checkHeaders(folder) }
    var created: OpaquePointer?
    try LMDBError.check(mdb_env_create(&created), "make an environment")
    guard let pointer = created else { throw LMDBError(.panic, "make an environment") }
    do throws(LMDBError) {
      let action = "open \(folder.path)/data.mdb"
      try LMDBError.check(mdb_env_set_maxdbs(pointer, UInt32(options.maxTables)), action)
      try LMDBError.check(mdb_env_set_maxreaders(pointer, UInt32(options.maxReaders)), action)
      try LMDBError.check(mdb_env_set_mapsize(pointer, options.mapSize), action)
      // What LMDB finds impossible in a damaged page ends the process; without words of its own.
      mdb_env_set_assert(pointer) { _, _ in abort() }
      // NOTLS: a thread may have any number of readers, and a reader may change threads.
      let flags = MDB_NOTLS | (options.readOnly ? MDB_RDONLY : 0)
      try LMDBError.check(mdb_env_open(pointer, folder.path, UInt32(flags), 0o600), action)
      let raw = RawEnvironment(pointer: pointer)
      try raw.secure(folder, options)
      try raw.clearStaleReaders()
      if !options.create, options.walkLimit > 0 {
        try raw.checkPages(folder, upTo: options.walkLimit)
      }
      return raw
    } catch {
      mdb_env_close(pointer)
      // In files made a moment ago nothing is damaged: LMDB met an error that it does not name.
      if options.create, error.code == .invalid {
        throw LMDBError(.inputOutput, error.action, state: error.state)
      }
      throw error
    }
  }

  /// Closes the files; every transaction must have ended (`mdb_env_close`).
  func close() { mdb_env_close(pointer) }

  /// Refuses links, and makes the files itself, so that no umask decides their modes.
  private static func prepareFiles(
    _ folder: borrowing Folder, _ options: Environment.Options
  ) throws(LMDBError) {
    let data = try folder.status(of: "data.mdb")
    let lock = try folder.status(of: "lock.mdb")
    _ = try folder.status(of: "write.lock")
    if options.create {
      // LMDB makes a file of no length anew.
      if data == nil { close(try folder.open("data.mdb", O_RDWR | O_CREAT | O_EXCL)) }
    } else if (data?.st_size ?? 0) < 2 * 4096 {
      throw LMDBError(.missingData, "open \(folder.path)")
    }
    if lock?.st_size ?? 0 == 0, !options.readOnly {
      // A lock file's last descriptor, closed, drops the locks of the process: only made here,
      // where the registry knows that no environment is open on it.
      let file = try folder.open("lock.mdb", O_RDWR | O_CREAT)
      defer { close(file) }
      // Given its blocks now: on a full disk the first reader to touch a new page would get SIGBUS.
      let result = posix_fallocate(file, 0, off_t((options.maxReaders + 2) * 64))
      if [ENOSPC, EDQUOT, EFBIG, EIO].contains(result) {
        throw LMDBError(.init(rawValue: result), "make \(folder.path)/lock.mdb")
      }
    }
  }

  private static func close(_ descriptor: Int32) { Glibc.close(descriptor) }

  /// Closes `data.mdb` to children, keeps it to its owner, and makes a new file's name durable.
  private func secure(
    _ folder: borrowing Folder, _ options: Environment.Options
  ) throws(LMDBError) {
    var descriptor: Int32 = -1
    try LMDBError.check(mdb_env_get_fd(pointer, &descriptor), "open data.mdb")
    guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
      throw LMDBError(.init(rawValue: errno), "close data.mdb to child processes")
    }
    var opened = stat()
    guard fstat(descriptor, &opened) == 0, let named = try folder.status(of: "data.mdb"),
      opened.st_dev == named.st_dev, opened.st_ino == named.st_ino
    else { throw LMDBError(.missingData, "open \(folder.path)/data.mdb, which was changed") }
    if options.readOnly { return }
    if opened.st_mode & 0o777 != 0o600, fchmod(descriptor, 0o600) != 0, errno != EPERM {
      throw LMDBError(.init(rawValue: errno), "protect \(folder.path)/data.mdb")
    }
    if let lock = try folder.status(of: "lock.mdb"), lock.st_mode & 0o777 != 0o600,
      fchmodat(folder.descriptor, "lock.mdb", 0o600, 0) != 0, errno != EPERM
    {
      throw LMDBError(.init(rawValue: errno), "protect \(folder.path)/lock.mdb")
    }
    if options.create { try folder.sync() }
  }
}

extension RawEnvironment {
  /// Frees the slots of readers whose process is dead; returns how many (`mdb_reader_check`).
  @discardableResult
  func clearStaleReaders() throws(LMDBError) -> Int {
    var dead: Int32 = 0
    try LMDBError.check(mdb_reader_check(pointer, &dead), "look for stale readers")
    return Int(dead)
  }

  /// Sets the map's size, 0 for what another process set; no transaction may be open.
  func setMapSize(_ bytes: Int) throws(LMDBError) {
    try LMDBError.check(mdb_env_set_mapsize(pointer, bytes), "resize the map")
  }

  /// Doubles the map until it has so many bytes beyond those in use; no transaction may be open.
  func makeRoom(_ bytes: Int) throws(LMDBError) {
    let info = info
    let used = (Int(info.me_last_pgno) + 1) * pageSize
    var size = Int(info.me_mapsize)
    while size - used < bytes { size *= 2 }
    if size > info.me_mapsize { try setMapSize(size) }
  }

  var info: MDB_envinfo {
    var info = MDB_envinfo()
    mdb_env_info(pointer, &info)
    return info
  }

  var pageSize: Int {
    var figures = MDB_stat()
    mdb_env_stat(pointer, &figures)
    return Int(figures.ms_psize)
  }

  /// The handle of a table, opened in a read transaction of its own, as a read-only one must be.
  func openTable(_ name: String) throws(LMDBError) -> UInt32 {
    var begun: OpaquePointer?
    try LMDBError.check(
      mdb_txn_begin(pointer, nil, UInt32(MDB_RDONLY), &begun), "open the table \(name)")
    var handle: UInt32 = 0
    let result = mdb_dbi_open(begun, name, 0, &handle)
    if result != 0 {
      mdb_txn_abort(begun)
      throw LMDBError(.init(rawValue: result), "open the table \(name)")
    }
    // Committed, though nothing was written: an abort would close the handle again.
    try LMDBError.check(mdb_txn_commit(begun), "open the table \(name)")
    return handle
  }
}
