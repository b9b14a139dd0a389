import Glibc

/// A folder whose files are only read, and not by LMDB: a backup, on whatever file system it is.
public struct FolderReader: ~Copyable {
  private let folder: Folder

  /// The folder, absolute and without links.
  public var path: String { folder.path }

  /// Opens a folder that is no symbolic link.
  /// - Throws: `.symbolicLink`, an `errno`.
  public init(_ path: String) throws(LMDBError) {
    folder = try Folder(path, mayBeOnNetwork: true)
  }

  /// A file's size in bytes; nil if there is none.
  /// - Throws: `.symbolicLink`, `.notAFile`, an `errno`.
  public func size(of name: String) throws(LMDBError) -> Int? {
    try folder.status(of: name).map { Int($0.st_size) }
  }

  /// A small file's bytes; nil if there is none.
  /// - Throws: `.fileTooBig` over the limit; `.symbolicLink`, `.notAFile`, an `errno`.
  public func bytes(of name: String, limit: Int = 4096) throws(LMDBError) -> [UInt8]? {
    guard try folder.status(of: name) != nil else { return nil }
    let file = try folder.open(name, O_RDONLY)
    defer { close(file) }
    return try Folder.readAll(file, limit: limit)
  }

  /// What its `identity` file says; nil if there is none.
  /// - Throws: `.notAStore`, `.olderFormat`, `.newerFormat`, `.damagedIdentity`, an `errno`.
  public func identity(format: Int) throws(LMDBError) -> StoreIdentity? {
    guard let bytes = try bytes(of: "identity") else { return nil }
    return try StoreIdentity(bytes, format: format, path: path)
  }

  /// Gives a file's bytes in order, in pieces of at most 1 MiB, and answers how many there were.
  ///
  /// - Parameter isFromDisk: has the system forget its own copy of the file first, so that what is read
  ///   is what a disk gives back (`posix_fadvise(2)`; what is not yet written out stays).
  public func read(
    _ name: String, isFromDisk: Bool = false, _ take: ([UInt8]) throws -> Void
  ) throws -> Int {
    _ = try folder.status(of: name)
    let file = try folder.open(name, O_RDONLY)
    defer { close(file) }
    posix_fadvise(file, 0, 0, isFromDisk ? POSIX_FADV_DONTNEED : POSIX_FADV_SEQUENTIAL)
    var total = 0
    while true {
      var failure: Int32?
      let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 20) { bytes, count in
        var got = Glibc.read(file, bytes.baseAddress, bytes.count)
        while got < 0, errno == EINTR { got = Glibc.read(file, bytes.baseAddress, bytes.count) }
        if got < 0 { failure = errno }
        count = max(got, 0)
      }
      if let failure { throw LMDBError(.init(rawValue: failure), "read \(path)/\(name)") }
      if bytes.isEmpty { return total }
      total += bytes.count
      try take(bytes)
    }
  }
}
