import ClinicStore
import EventLog
import Glibc
import Records

/// A file that an answer names by its path: its SHA-256 is what is recorded.
enum PictureFile {
  /// Why a file's SHA-256 is not known; its path, which may hold a name, is not in it.
  struct Unreadable: Error {
    var reason: String
  }

  /// More than any picture has: nothing larger is read into memory.
  private static let byteLimit = 1 << 28

  /// The SHA-256 of the file at a path, as somebody types it or drops it on a terminal.
  static func sha256(_ typed: String) throws(Unreadable) -> Hash {
    .sha256(of: try bytes(at: path(typed)))
  }

  /// The path without quotes around it, `~` as the shell has it.
  private static func path(_ typed: String) -> String {
    var path = typed
    if let quote = path.first, "'\"".contains(quote), path.count > 1, path.last == quote {
      path = String(path.dropFirst().dropLast())
    }
    if path.hasPrefix("~/"), let home = getenv("HOME") {
      path = String(cString: home) + path.dropFirst()
    }
    return path
  }

  private static func bytes(at path: String) throws(Unreadable) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard file >= 0 else { throw Unreadable(reason: systemError(errno)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Unreadable(reason: systemError(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Unreadable(reason: "it is no plain file")
    }
    guard let bytes = readToEnd(file, limit: byteLimit) else {
      throw Unreadable(reason: systemError(errno))
    }
    guard bytes.count <= byteLimit else {
      throw Unreadable(reason: "it is larger than \(byteLimit >> 20) MiB")
    }
    return bytes
  }
}

extension AnswerReader {
  /// The SHA-256 of a picture, as 64 hex digits or by the path of its file.
  func picture(_ typed: String) throws(AnswerProblem) -> String {
    if Hash(hex: typed.lowercased()) != nil { return typed }
    do throws(PictureFile.Unreadable) {
      return try PictureFile.sha256(typed).hex
    } catch {
      throw problem("cannot read that file: \(error.reason)", hint: Prompt.takes(field))
    }
  }
}
