import CLMDB
import Synchronization

/// An LMDB environment: one folder with `data.mdb`, `lock.mdb` and `write.lock` (`MDB_env`).
///
/// There is one for each folder in a process: opening a folder again gives the same object. It
/// closes when the last reference goes, its transactions' included. Any thread may use it; a
/// process must not fork with it open.
public final class Environment: Sendable {
  /// How an environment is opened.
  public struct Options: Sendable, Hashable {
    /// The map's first size in bytes: address space, not disk, which grows by doubling.
    public var mapSize: Int
    /// The most tables that it can hold.
    public var maxTables: Int
    /// The most readers at once, over all processes; the first process to open decides.
    public var maxReaders: Int
    /// Whether writing is refused.
    public var readOnly: Bool
    /// Whether a missing or empty `data.mdb` is made; otherwise it is an error.
    public var create: Bool
    /// The bytes of the largest file whose pages are walked before anything follows them; 0 for none.
    ///
    /// A walk takes about a millisecond for each megabyte.
    public var walkLimit: Int = 64 << 20

    /// The usual: 1 GiB of map, 32 tables, 254 readers, writable, nothing made.
    public init(
      mapSize: Int = 1 << 30, maxTables: Int = 32, maxReaders: Int = 254, readOnly: Bool = false,
      create: Bool = false
    ) {
      self.mapSize = mapSize
      self.maxTables = maxTables
      self.maxReaders = maxReaders
      self.readOnly = readOnly
      self.create = create
    }
  }

  /// What the transactions of the process share; only ever touched under the gate's lock.
  struct Gate: @unchecked Sendable {
    /// Nil if reopening has failed.
    var raw: RawEnvironment?
    /// Transactions that keep the map in its place.
    var active = 0
    /// Read transactions at rest, to be renewed instead of begun (`mdb_txn_reset`).
    var resting: [OpaquePointer] = []
    var tables: [Table] = []
    /// Set by a failed commit: nothing begins until the environment has been reopened.
    var isSuspect = false
    /// Set by a full map: the next write begins by doubling it.
    var wantsGrowth = false
  }

  let folder: Folder
  let options: Options
  let gate: Mutex<Gate>
  /// LMDB allows one transaction at a time to open tables.
  let opening = Mutex(())
  /// For tests: the result that the next commit fails with.
  let commitFault = Mutex<LMDBError.Code?>(nil)

  /// Opens a folder's environment, or returns the one that this process has open there.
  ///
  /// The folder must exist, be no symbolic link and not be on a network file system. Files are
  /// 0600 under any umask. Slots of dead readers are freed.
  /// - Throws: `.openOtherwise` if it is open read-only and writing is asked for.
  public static func open(
    _ path: String, _ options: Options = Options()
  ) throws(LMDBError) -> Environment {
    let folder = try Folder(path)
    let environment = try EnvironmentRegistry.environment(folder) {
      (folder: consuming Folder) throws(LMDBError) -> Environment in
      let raw = try RawEnvironment.open(folder, options)
      return Environment(folder, options, raw)
    }
    if environment.options.readOnly, !options.readOnly {
      throw LMDBError(.openOtherwise, "open \(environment.path) for writing")
    }
    return environment
  }

  private init(_ folder: consuming Folder, _ options: Options, _ raw: RawEnvironment) {
    self.folder = folder
    self.options = options
    gate = Mutex(Gate(raw: raw))
  }

  deinit {
    gate.withLock { gate in
      gate.close()
    }
    EnvironmentRegistry.forget(folder.identity)
  }

  /// The folder, absolute and without links.
  public var path: String { folder.path }

  /// Whether writing is refused.
  public var isReadOnly: Bool { options.readOnly }
}

extension Environment.Gate {
  /// Ends the resting readers and closes; the gate then has no environment.
  mutating func close() {
    precondition(active == 0, "an environment closed under its transactions")
    for pointer in resting { mdb_txn_abort(pointer) }
    resting = []
    raw?.close()
    raw = nil
  }
}
