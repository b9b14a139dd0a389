import ClinicStore
import Glibc

/// A new folder that is there whole or not at all: filled beside its place, then moved to it.
///
/// Folders are 0700 and files 0600 under any umask, and all of it is on disk before it has its name.
struct WholeFolder {
  private let path: String
  /// Where it stands until it is whole.
  private let spare: String
  /// What was made in it so far, folders before what is in them.
  private var made: [(path: String, isFolder: Bool)] = []

  /// Writes files, each with its path within the folder, into a folder that is not there yet, or is
  /// empty.
  ///
  /// Refused: a symbolic link, a folder with anything in it, whatever lies in the `protecting`
  /// folder, which is the store's. After a throw nothing is left of it.
  static func write(
    _ files: [(path: String, bytes: [UInt8])], to path: String, protecting folder: String
  ) throws(Message) {
    var bare = path
    while bare.utf8.count > 1, bare.hasSuffix("/") { bare.removeLast() }
    guard !Destination.isInside(bare, folder), !Destination.isInside(bare + "/.", folder) else {
      throw Message(
        "\(path) is in the store's folder", hint: "a folder elsewhere", note: "nothing was written",
        status: .notAllowed)
    }
    try refuseUnlessFree(bare)
    var whole = WholeFolder(path: bare, spare: try WholeFile.spareName(beside: bare))
    do {
      try whole.fill(files)
    } catch {
      whole.remove()
      var code = EIO
      if case .failed(let number) = error { code = number }
      throw Message(
        "cannot write \(path): \(systemError(code))", note: "nothing was written",
        status: code == EACCES || code == EPERM ? .notAllowed : .io)
    }
  }

  private init(path: String, spare: String) {
    self.path = path
    self.spare = spare
  }

  private static func refuseUnlessFree(_ path: String) throws(Message) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw Destination.refusal(path, errno) }
      return
    }
    guard status.st_mode & S_IFMT != S_IFLNK else { throw Destination.refusal(path, ELOOP) }
    guard status.st_mode & S_IFMT == S_IFDIR, isEmpty(path) else {
      throw Message(
        "\(path) is there already", hint: "a folder that is not", note: "nothing was written",
        status: .notAllowed)
    }
  }

  private static func isEmpty(_ path: String) -> Bool {
    guard let folder = opendir(path) else { return false }
    defer { closedir(folder) }
    var count = 0
    while readdir(folder) != nil { count += 1 }
    return count <= 2
  }

  private mutating func fill(
    _ files: [(path: String, bytes: [UInt8])]
  ) throws(OutputError) {
    try makeFolder(spare)
    for file in files {
      var folder = spare
      for part in file.path.split(separator: "/").dropLast() {
        folder += "/\(part)"
        if !made.contains(where: { $0.path == folder }) { try makeFolder(folder) }
      }
      try write(file.bytes, to: "\(spare)/\(file.path)")
    }
    for folder in made.reversed() where folder.isFolder {
      if !syncFolder(of: folder.path + "/") { throw .failed(errno: errno) }
    }
    // Only an empty folder can be replaced, so what has come there meanwhile is not lost.
    try Self.check(rename(spare, path))
    // The new name must be on disk too; a folder that cannot be brought there is let be.
    syncFolder(of: path)
  }

  private mutating func makeFolder(_ path: String) throws(OutputError) {
    try Self.check(mkdir(path, 0o700))
    made.append((path, true))
    try Self.check(chmod(path, 0o700))
  }

  private mutating func write(_ bytes: [UInt8], to path: String) throws(OutputError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    try Self.check(descriptor)
    defer { close(descriptor) }
    made.append((path, false))
    try Destination(descriptor: descriptor).write(bytes)
    try Self.check(fchmod(descriptor, 0o600))
    try Self.check(fsync(descriptor))
  }

  private static func check(_ result: Int32) throws(OutputError) {
    if result < 0 { throw .failed(errno: errno) }
  }

  private func remove() {
    for entry in made.reversed() {
      if entry.isFolder { rmdir(entry.path) } else { unlink(entry.path) }
    }
  }
}
