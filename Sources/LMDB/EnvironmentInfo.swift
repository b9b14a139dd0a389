import CLMDB
import Glibc
import Synchronization

/// The figures of an environment (`mdb_env_info`), for `doctor` and for warnings.
public struct EnvironmentInfo: Hashable, Sendable {
  /// The map's size in bytes: how far the file can grow before it is resized.
  public var mapSize: Int
  /// Bytes of the map that have ever been used; pages freed since are among them.
  public var usedBytes: Int
  /// The size of `data.mdb`; less than `usedBytes` only if pages at its end were never written.
  public var fileBytes: Int
  /// The size of a page.
  public var pageSize: Int
  /// The number of the last commit.
  public var lastTransaction: UInt64
  /// How many readers there can be.
  public var maxReaders: Int
  /// How many reader slots have been used at once.
  public var readers: Int
  /// The process of each reader slot in use, live or dead, ascending (`mdb_reader_list`).
  public var readerProcesses: [Int32]
  /// Transactions now open in this process.
  public var openTransactions: Int

  /// How full the map is, 0…1.
  public var fill: Double { Double(usedBytes) / Double(max(1, mapSize)) }
  /// Whether it is time to warn: over 70 % full.
  public var isNearlyFull: Bool { fill > 0.7 }
}

extension RawEnvironment {
  /// LMDB gives its readers as lines of text only: process, thread, transaction.
  fileprivate var readerProcesses: [Int32] {
    var text = ""
    withUnsafeMutablePointer(to: &text) { text in
      _ = mdb_reader_list(
        pointer,
        { line, context in
          guard let line, let context else { return 0 }
          context.assumingMemoryBound(to: String.self).pointee += String(cString: line)
          return 0
        }, text)
    }
    return text.split(separator: "\n")
      .compactMap { $0.split(separator: " ").first.flatMap { Int32($0) } }.sorted()
  }
}

extension Environment {
  /// The environment's figures now.
  public func info() throws(LMDBError) -> EnvironmentInfo {
    try enter()
    defer { leave() }
    let size = Int(try folder.status(of: "data.mdb")?.st_size ?? 0)
    return try gate.withLock { (gate) throws(LMDBError) -> EnvironmentInfo in
      guard let raw = gate.raw else { throw suspended("measure the environment") }
      let info = raw.info
      let pageSize = raw.pageSize
      return EnvironmentInfo(
        mapSize: Int(info.me_mapsize), usedBytes: (Int(info.me_last_pgno) + 1) * pageSize,
        fileBytes: size, pageSize: pageSize, lastTransaction: UInt64(info.me_last_txnid),
        maxReaders: Int(info.me_maxreaders), readers: Int(info.me_numreaders),
        readerProcesses: raw.readerProcesses,
        openTransactions: gate.active - 1)
    }
  }

  /// Frees the slots of readers whose process is dead; returns how many (`mdb_reader_check`).
  ///
  /// Done by itself when the environment opens and before each write.
  @discardableResult
  public func clearStaleReaders() throws(LMDBError) -> Int {
    try enter()
    defer { leave() }
    guard let raw = gate.withLock({ $0.raw }) else { throw suspended("look for stale readers") }
    return try raw.clearStaleReaders()
  }

  /// The room left on the environment's disk for this user, in bytes, or nil if unknown.
  public var freeBytes: UInt64? { FileSystem.freeBytes(at: path) }
}
