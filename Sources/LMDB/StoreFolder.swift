import Glibc

/// The folder of a store: 0700, with the environment's files and an `identity` beside them.
///
/// A new one is made in three steps, so that a crash between them leaves no half store that looks
/// whole: `create`, then `createEnvironment` and its first commit, then `seal`.
public struct StoreFolder: Sendable {
  /// The folder, absolute and without links.
  public let path: String
  /// Who the store is; nil until it is sealed.
  public private(set) var identity: StoreIdentity?

  /// Makes an empty folder for a store, or takes one that is there; durable on return.
  ///
  /// 0700 under any umask.
  /// - Throws: `.symbolicLink`, `.folderNotEmpty`, `.networkFileSystem`, an `errno`.
  public static func create(at path: String) throws(LMDBError) -> StoreFolder {
    let bare = Folder.withoutTrailingSlashes(path)
    if mkdir(bare, 0o700) != 0, errno != EEXIST {
      throw LMDBError(.init(rawValue: errno), "make the folder \(bare)")
    }
    let folder = try Folder(bare)
    guard try folder.names().isEmpty else {
      throw LMDBError(.folderNotEmpty, "make a store in \(folder.path)")
    }
    guard fchmod(folder.descriptor, 0o700) == 0 else {
      throw LMDBError(.init(rawValue: errno), "protect the folder \(folder.path)")
    }
    try folder.sync()
    // The folder's own name stands in its parent.
    let parent = openat(folder.descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if parent >= 0 { close(parent) } }
    guard parent >= 0, fsync(parent) == 0 else {
      throw LMDBError(
        .init(rawValue: errno), "make the folder \(folder.path) durable",
        state: "an empty folder is there")
    }
    return StoreFolder(path: folder.path, identity: nil)
  }

  /// Opens the environment of a new store and makes its files.
  public func createEnvironment(
    _ options: Environment.Options = Environment.Options()
  ) throws(LMDBError) -> Environment {
    precondition(identity == nil, "a store's environment made twice")
    var options = options
    options.create = true
    return try Environment.open(path, options)
  }

  /// Writes the identity file, which makes the folder a store; durable on return.
  ///
  /// - Throws: `.fileExists` if there is one; an `errno`.
  public mutating func seal(format: Int) throws(LMDBError) {
    try seal(as: StoreIdentity(format: format))
  }

  /// The same, for an identity that is known before: a new store's own, or that of the one it copies.
  public mutating func seal(as identity: StoreIdentity) throws(LMDBError) {
    let folder = try Folder(path)
    if try folder.status(of: "identity") != nil {
      throw LMDBError(.fileExists, "write \(path)/identity")
    }
    let file = try folder.open("identity.new", O_WRONLY | O_CREAT | O_EXCL)
    do {
      defer { close(file) }
      try Folder.writeAll(file, identity.bytes)
      guard fsync(file) == 0 else {
        throw LMDBError(.init(rawValue: errno), "make \(path)/identity durable")
      }
    }
    guard renameat(folder.descriptor, "identity.new", folder.descriptor, "identity") == 0 else {
      throw LMDBError(.init(rawValue: errno), "name \(path)/identity")
    }
    try folder.sync()
    self.identity = identity
  }

  /// Finds a store and reads who it is.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - format: the one format that the caller reads.
  /// - Throws: `.notAStore`, `.olderFormat`, `.newerFormat`, `.damagedIdentity`, `.missingData`,
  ///   `.symbolicLink`, `.networkFileSystem`, an `errno`.
  public static func open(at path: String, format: Int) throws(LMDBError) -> StoreFolder {
    let folder = try Folder(path)
    guard try folder.status(of: "identity") != nil else {
      throw LMDBError(.notAStore, "open \(folder.path)")
    }
    let file = try folder.open("identity", O_RDONLY)
    defer { close(file) }
    let bytes: [UInt8]
    do throws(LMDBError) { bytes = try Folder.readAll(file, limit: 4096) } catch {
      guard error.code == .fileTooBig else { throw error }
      throw LMDBError(.damagedIdentity, "open \(folder.path)")
    }
    let identity = try StoreIdentity(bytes, format: format, path: folder.path)
    guard let data = try folder.status(of: "data.mdb"), data.st_size >= 2 * 4096 else {
      throw LMDBError(.missingData, "open \(folder.path)")
    }
    return StoreFolder(path: folder.path, identity: identity)
  }

  /// The name of the file that makes a backup of a store's folder.
  public static let manifestName = "manifest"

  /// Whether the folder is a backup, which is only read.
  public var isBackup: Bool {
    get throws(LMDBError) { try Folder(path).status(of: Self.manifestName) != nil }
  }

  /// Opens the store's environment; a missing or empty `data.mdb` is an error.
  ///
  /// That of a backup is opened for reading alone, since its manifest says what its bytes are; so is
  /// that of any store on a read-only medium.
  /// - Throws: `.readOnlyMount` where no reader can say that it is there, and others may write.
  public func openEnvironment(
    _ options: Environment.Options = Environment.Options()
  ) throws(LMDBError) -> Environment {
    var options = options
    options.create = false
    if try mustOnlyRead(Folder(path).writing) { options.readOnly = true }
    return try Environment.open(path, options)
  }

  /// Whether the environment is opened for reading alone on such a file system.
  ///
  /// A reader signs itself in `lock.mdb`, so that no writer takes the pages that it reads. Where it
  /// cannot, LMDB does without (`MDB_RDONLY`, `EROFS`): safe only where nobody writes.
  func mustOnlyRead(_ writing: FileSystem.Writing) throws(LMDBError) -> Bool {
    if try isBackup { return true }
    switch writing {
    case .here: return false
    case .nowhere: return true
    case .elsewhere: throw LMDBError(.readOnlyMount, "open \(path)")
    }
  }

  /// The room left on the store's disk for this user, in bytes, or nil if unknown.
  public var freeBytes: UInt64? { FileSystem.freeBytes(at: path) }
}
