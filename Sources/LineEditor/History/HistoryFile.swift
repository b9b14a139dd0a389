import Glibc

/// The history's file: one statement a line, its owner's alone (0600), locked (`flock`) while it is
/// read or written, so that two REPLs at once lose nothing of each other.
struct HistoryFile {
  /// As much of the end of a file as is read, bytes.
  private static let longestRead = 4 << 20

  let path: String

  /// The statements in it, and how many lines are none; nothing, if there is no file.
  func read() throws(HistoryProblem) -> (entries: [String], damaged: Int) {
    try locked(creating: false) { descriptor throws(HistoryProblem) in
      Self.parse(try contents(descriptor))
    } ?? ([], 0)
  }

  /// Adds a statement as the last.
  func append(_ statement: String) throws(HistoryProblem) {
    try makeFolder()
    _ = try locked(creating: true) { descriptor throws(HistoryProblem) in
      let length = try size(descriptor)
      var line = HistoryLine.encoded(statement) + [UInt8(ascii: "\n")]
      var last: UInt8 = 0
      // A line that was cut off, by a full disk or the power, does not take this one with it.
      if length > 0, pread(descriptor, &last, 1, length - 1) == 1, last != UInt8(ascii: "\n") {
        line.insert(UInt8(ascii: "\n"), at: 0)
      }
      guard writeAll(line, to: descriptor) else {
        let code = errno
        ftruncate(descriptor, length)
        throw .system(code: code, path: path)
      }
    }
  }

  /// Keeps the last so many statements and nothing else, if there are half as many again.
  func compact(to capacity: Int) throws(HistoryProblem) {
    _ = try locked(creating: false) { descriptor throws(HistoryProblem) in
      let (entries, _) = Self.parse(try contents(descriptor))
      let length = try size(descriptor)
      guard entries.count > capacity + capacity / 2 || length > Self.longestRead else { return }
      var bytes: [UInt8] = []
      for entry in entries.suffix(capacity) {
        bytes += HistoryLine.encoded(entry)
        bytes.append(UInt8(ascii: "\n"))
      }
      try replace(with: bytes)
    }
  }

  /// Puts a new file in the place of the old one, whose lock is held.
  private func replace(with bytes: [UInt8]) throws(HistoryProblem) {
    let new = path + ".new"
    unlink(new)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(new, flags, 0o600)
    guard descriptor >= 0 else { throw .system(code: errno, path: new) }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor), fsync(descriptor) == 0, rename(new, path) == 0 else {
      let code = errno
      unlink(new)
      throw .system(code: code, path: new)
    }
  }

  // MARK: The file as it is

  /// Does something with the file open and locked; nil if there is none and none is to be made.
  private func locked<Value>(
    creating: Bool, _ body: (Int32) throws(HistoryProblem) -> Value
  ) throws(HistoryProblem) -> Value? {
    var triesLeft = 100
    while triesLeft > 0 {
      guard let descriptor = try opened(creating: creating) else { return nil }
      defer { close(descriptor) }
      while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        guard errno == EWOULDBLOCK || errno == EINTR else {
          throw .system(code: errno, path: path)
        }
        triesLeft -= 1
        guard triesLeft > 0 else { throw .busy(path: path) }
        usleep(10_000)
      }
      // Another process may have put a new file in its place before the lock was had.
      if isStillAtPath(descriptor) { return try body(descriptor) }
      triesLeft -= 1
    }
    throw .busy(path: path)
  }

  private func opened(creating: Bool) throws(HistoryProblem) -> Int32? {
    // O_NONBLOCK, so that a FIFO without a reader fails instead of waiting.
    let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = open(path, creating ? flags | O_CREAT : flags, 0o600)
    guard descriptor >= 0 else {
      switch errno {
      case ENOENT where !creating: return nil
      case ELOOP: throw .symbolicLink(path: path)
      case EISDIR, ENXIO: throw .notOwnFile(path: path)
      case let code: throw .system(code: code, path: path)
      }
    }
    var status = stat()
    let isOwn =
      fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_nlink <= 1 && status.st_uid == geteuid()
    // Whatever it was before, nobody else reads it from now on.
    guard isOwn, status.st_mode & 0o077 == 0 || fchmod(descriptor, 0o600) == 0 else {
      close(descriptor)
      throw .notOwnFile(path: path)
    }
    return descriptor
  }

  private func isStillAtPath(_ descriptor: Int32) -> Bool {
    var mine = stat()
    var there = stat()
    return fstat(descriptor, &mine) == 0 && lstat(path, &there) == 0
      && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
  }

  private func size(_ descriptor: Int32) throws(HistoryProblem) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system(code: errno, path: path) }
    return status.st_size
  }

  /// The whole lines at the end of the file, as many as are read.
  private func contents(_ descriptor: Int32) throws(HistoryProblem) -> ArraySlice<UInt8> {
    let length = try size(descriptor)
    let start = max(0, length - Self.longestRead)
    var bytes = [UInt8](repeating: 0, count: length - start)
    var filled = 0
    while filled < bytes.count {
      let (at, missing) = (start + filled, bytes.count - filled)
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + filled, missing, at)
      }
      if count == 0 { break }
      if count > 0 {
        filled += count
      } else if errno != EINTR {
        throw .system(code: errno, path: path)
      }
    }
    let read = bytes[..<filled]
    guard start > 0 else { return read }
    return read.firstIndex(of: UInt8(ascii: "\n")).map { read[($0 + 1)...] } ?? []
  }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> (entries: [String], damaged: Int) {
    var entries: [String] = []
    var damaged = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let entry = HistoryLine.decoded(line) else {
        damaged += 1
        continue
      }
      if entry != entries.last { entries.append(entry) }
    }
    return (entries, damaged)
  }

  /// Makes the folders on the way to the file, its owner's alone (0700), if they are not there.
  private func makeFolder() throws(HistoryProblem) {
    var place = path.startIndex
    while let slash = path[place...].firstIndex(of: "/") {
      place = path.index(after: slash)
      guard slash > path.startIndex else { continue }
      let folder = String(path[..<slash])
      if mkdir(folder, 0o700) != 0, errno != EEXIST, access(folder, X_OK) != 0 {
        throw .system(code: errno, path: folder)
      }
    }
  }
}
