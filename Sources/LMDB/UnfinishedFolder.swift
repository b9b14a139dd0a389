import Glibc

/// A folder in the making: it stands under its own name only once it is whole.
///
/// It is filled as `NAME.part` beside its place, and renamed at the end, so that whatever ends the
/// process on the way leaves nothing at its place. Dropped unfinished, it is removed.
public final class UnfinishedFolder {
  /// Where it stands meanwhile, absolute and without links.
  public let path: String
  /// Where it will stand.
  public let finalPath: String
  private let folder: Folder
  private let parent: Int32
  private let name: String
  private var isDone = false

  /// Makes the empty folder `path.part`: 0700 under any umask.
  ///
  /// - Parameter mayReplaceEmpty: whether an empty folder may be there already.
  /// - Throws: `.fileExists` if something is at the path; `.unfinished` if something is at
  ///   `path.part`; `.networkFileSystem`; an `errno`.
  public init(_ path: String, mayReplaceEmpty: Bool = false) throws(LMDBError) {
    let bare = Folder.withoutTrailingSlashes(path)
    let slash = bare.lastIndex(of: "/")
    name = slash.map { String(bare[bare.index(after: $0)...]) } ?? bare
    let parentPath = slash.map { String(bare[...$0]) } ?? "."
    finalPath = bare
    parent = Glibc.open(parentPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else {
      throw LMDBError(.init(rawValue: errno), "open the folder \(parentPath)")
    }
    do throws(LMDBError) {
      try Self.refuseUnlessFree(name, in: parent, path: bare, mayReplaceEmpty)
      guard mkdirat(parent, name + Self.suffix, 0o700) == 0 else {
        throw LMDBError(
          errno == EEXIST ? .unfinished : .init(rawValue: errno),
          "make the folder \(bare + Self.suffix)")
      }
      do throws(LMDBError) {
        folder = try Folder(bare + Self.suffix)
      } catch {
        unlinkat(parent, name + Self.suffix, AT_REMOVEDIR)
        throw error
      }
      self.path = folder.path
    } catch {
      close(parent)
      throw error
    }
    if fchmod(folder.descriptor, 0o700) != 0 {
      throw LMDBError(.init(rawValue: errno), "protect the folder \(self.path)")
    }
  }

  deinit {
    if !isDone { remove() }
    close(parent)
  }

  private static let suffix = ".part"

  private static func refuseUnlessFree(
    _ name: String, in parent: Int32, path: String, _ mayReplaceEmpty: Bool
  ) throws(LMDBError) {
    var status = stat()
    guard !name.isEmpty, fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if !name.isEmpty, errno == ENOENT { return }
      throw LMDBError(
        .init(rawValue: name.isEmpty ? EEXIST : errno), "make the folder \(path)")
    }
    if mayReplaceEmpty, status.st_mode & S_IFMT == S_IFDIR {
      guard try Folder(path).names().isEmpty else {
        throw LMDBError(.folderNotEmpty, "make the folder \(path)")
      }
      return
    }
    throw LMDBError(.fileExists, "make the folder \(path)")
  }
}

extension UnfinishedFolder {
  /// Writes a new file (0600) with what `body` hands over, and sees it to the disk (`fsync(2)`).
  public func write(_ name: String, _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void)
    throws
  {
    let file = try folder.open(name, O_WRONLY | O_CREAT | O_EXCL)
    defer { close(file) }
    try body { bytes in try Folder.writeAll(file, bytes) }
    guard fsync(file) == 0 else {
      throw LMDBError(.init(rawValue: errno), "make \(path)/\(name) durable")
    }
  }

  /// Writes the identity of the store that the folder is to be.
  public func write(_ identity: StoreIdentity) throws {
    try write("identity") { write in try write(identity.bytes) }
  }

  /// Gives a file its final name.
  public func rename(_ name: String, to final: String) throws(LMDBError) {
    guard renameat(folder.descriptor, name, folder.descriptor, final) == 0 else {
      throw LMDBError(.init(rawValue: errno), "name \(path)/\(final)")
    }
  }

  /// Takes a file away, if it is there.
  public func remove(_ name: String) throws(LMDBError) {
    guard unlinkat(folder.descriptor, name, 0) == 0 || errno == ENOENT else {
      throw LMDBError(.init(rawValue: errno), "remove \(path)/\(name)")
    }
  }

  /// Moves the folder to its place, durably; no environment may be open in it.
  ///
  /// Only an empty folder can be replaced (`rename(2)`), so nothing that has come there meanwhile is
  /// lost.
  public func finish() throws(LMDBError) {
    try folder.sync()
    guard renameat(parent, name + Self.suffix, parent, name) == 0 else {
      throw LMDBError(.init(rawValue: errno), "name the folder \(finalPath)")
    }
    isDone = true
    guard fsync(parent) == 0 else {
      throw LMDBError(
        .init(rawValue: errno), "make the folder \(finalPath) durable",
        state: "it is there; after a power cut it may be gone")
    }
  }

  /// Removes the folder and its files; false if it is still there.
  @discardableResult
  public func remove() -> Bool {
    isDone = true
    for file in (try? folder.names()) ?? [] { unlinkat(folder.descriptor, file, 0) }
    return unlinkat(parent, name + Self.suffix, AT_REMOVEDIR) == 0
  }
}
