import Glibc

/// An open folder: the ground that paths inside a store are taken from.
///
/// Held for as long as the environment, so that its inode cannot pass to another folder.
struct Folder: ~Copyable {
  let descriptor: Int32
  /// Absolute, with no link in it, so that a later `chdir` does not matter.
  let path: String
  let identity: Identity

  /// What makes two paths the same folder.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
  }

  /// Opens a folder that is no symbolic link, and not on a network file system unless it may be.
  init(_ path: String, mayBeOnNetwork: Bool = false) throws(LMDBError) {
    let bare = Folder.withoutTrailingSlashes(path)
    let descriptor = Glibc.open(bare, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { throw Folder.failure(opening: bare, errno) }
    var status = stat()
    let canonical = fstat(descriptor, &status) == 0 ? realpath(bare, nil) : nil
    defer { free(canonical) }
    do throws(LMDBError) {
      guard let canonical else { throw LMDBError(.init(rawValue: errno), "open \(bare)") }
      if !mayBeOnNetwork {
        try FileSystem.refuseNetwork(descriptor, path: String(cString: canonical))
      }
    } catch {
      close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    self.path = canonical.map { String(cString: $0) } ?? bare
    identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
  }

  deinit { close(descriptor) }

  private static func failure(opening path: String, _ code: Int32) -> LMDBError {
    var status = stat()
    let isLink = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    return LMDBError(isLink ? .symbolicLink : .init(rawValue: code), "open \(path)")
  }

  /// `store/` would follow a link that `store` does not.
  static func withoutTrailingSlashes(_ path: String) -> String {
    var bare = Substring(path)
    while bare.utf8.count > 1, bare.hasSuffix("/") { bare.removeLast() }
    return String(bare)
  }
}

extension Folder {
  /// The file's status, nil if there is none; throws unless it is a regular file.
  borrowing func status(of name: String) throws(LMDBError) -> stat? {
    var status = stat()
    if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) != 0 {
      if errno == ENOENT { return nil }
      throw LMDBError(.init(rawValue: errno), "look at \(path)/\(name)")
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status
    case S_IFLNK: throw LMDBError(.symbolicLink, "use \(path)/\(name)")
    default: throw LMDBError(.notAFile, "use \(path)/\(name)")
    }
  }

  /// Opens a file of the folder, never through a link; 0600 under any umask if it is created.
  borrowing func open(_ name: String, _ flags: Int32) throws(LMDBError) -> Int32 {
    let file = openat(descriptor, name, flags | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let code: LMDBError.Code = errno == ELOOP ? .symbolicLink : .init(rawValue: errno)
      throw LMDBError(code, "open \(path)/\(name)")
    }
    if flags & O_CREAT != 0, fchmod(file, 0o600) != 0, errno != EPERM {
      let code = errno
      close(file)
      throw LMDBError(.init(rawValue: code), "protect \(path)/\(name)")
    }
    return file
  }

  /// Makes what was created, renamed or removed in the folder durable (`fsync(2)`).
  borrowing func sync() throws(LMDBError) {
    if fsync(descriptor) != 0 {
      throw LMDBError(
        .init(rawValue: errno), "make the folder \(path) durable",
        state: "its newest files may be gone after a power cut")
    }
  }

  /// The names in the folder, without `.` and `..`.
  borrowing func names() throws(LMDBError) -> [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let listing = fdopendir(copy) else {
      throw LMDBError(.init(rawValue: errno), "list \(path)")
    }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Reads an open file to its end; throws `EFBIG` over the limit.
  static func readAll(_ descriptor: Int32, limit: Int) throws(LMDBError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw LMDBError(.init(rawValue: errno), "read a file of the store") }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      if bytes.count > limit { throw LMDBError(.fileTooBig, "read a file of the store") }
    }
  }

  /// Writes all bytes, or throws.
  static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(LMDBError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress! + done, $0.count - done)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw LMDBError(.init(rawValue: errno), "write a file of the store") }
      done += count
    }
  }
}
