import ClinicStore
import Glibc

/// A file that is there whole or not at all: written beside its place, then moved to it.
enum WholeFile {
  /// Writes the bytes to a file that its owner alone reads (0600), in the place of one that is there.
  ///
  /// What was there before stays until all of the new is on disk (fsync, rename, fsync of the folder).
  /// Refused: a symbolic link, anything but a plain file of one's own, and whatever lies in the
  /// `protecting` folder, which is the store's.
  static func write(
    _ bytes: [UInt8], to path: String, protecting folder: String
  ) throws(Message) {
    do {
      try write(to: path, protecting: folder) { file in try file.write(bytes) }
    } catch let message as Message {
      throw message
    } catch {
      preconditionFailure("bytes in memory fail only in being written")
    }
  }

  /// The same with bytes that come one after the other, and with what `body` answers.
  ///
  /// What `body` throws leaves the file as it was.
  static func write<Result>(
    to path: String, protecting folder: String, _ body: (Destination) throws -> Result
  ) throws -> Result {
    guard !Destination.isInside(path, folder) else {
      throw Message(
        "\(path) is in the store's folder", hint: "a file elsewhere", note: "nothing was written",
        status: .notAllowed)
    }
    try refuseUnlessPlain(path)
    let spare = try spareName(beside: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = open(spare, flags, 0o600)
    guard descriptor >= 0 else { throw Destination.refusal(path, errno) }
    let result: Result
    do {
      result = try fill(descriptor, body)
      if rename(spare, path) != 0 { throw OutputError.failed(errno: errno) }
    } catch {
      unlink(spare)
      guard let output = error as? OutputError else { throw error }
      var code = EPIPE
      if case .failed(let number) = output { code = number }
      throw Message(
        "cannot write \(path): \(systemError(code))",
        note: "nothing was written; a file that was there is as it was", status: .io)
    }
    // The new name must be on disk too; a folder that cannot be brought there is let be.
    syncFolder(of: path)
    return result
  }

  /// What is in the place already may only be a plain file of one's own.
  private static func refuseUnlessPlain(_ path: String) throws(Message) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw Destination.refusal(path, errno) }
      return
    }
    guard status.st_mode & S_IFMT != S_IFLNK else { throw Destination.refusal(path, ELOOP) }
    let isPlain = status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    guard isPlain, status.st_uid == geteuid() else {
      throw Message(
        "\(path) is not a plain file of your own", hint: "another file name",
        note: "nothing was written", status: .notAllowed)
    }
  }

  /// A name in the same folder that nothing has yet: no other process makes the same.
  static func spareName(beside path: String) throws(Message) -> String {
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard start < path.endIndex else { throw Destination.refusal(path, EISDIR) }
    var generator = SystemRandomNumberGenerator()
    let number = String(generator.next(), radix: 36)
    return "\(path[..<start]).\(path[start...].prefix(64)).\(number)"
  }

  /// Has all of it written and sees it to the disk.
  private static func fill<Result>(
    _ descriptor: Int32, _ body: (Destination) throws -> Result
  ) throws -> Result {
    let result: Result
    do {
      result = try body(Destination(descriptor: descriptor))
      if fchmod(descriptor, 0o600) != 0 || fsync(descriptor) != 0 {
        throw OutputError.failed(errno: errno)
      }
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0, errno != EINTR { throw OutputError.failed(errno: errno) }
    return result
  }
}
