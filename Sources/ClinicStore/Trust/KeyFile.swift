public import EventLog
import Glibc
import LMDB

/// The file that holds the key which signs a store's checkpoints: outside the store, 0600.
///
/// Whoever copies the store has not the key, and who has both could sign another history; so it is
/// kept apart, and where it is lost the next key cannot be proved to follow it.
public enum KeyFile {
  /// Where a store's key is kept unless the caller says otherwise: beside the folder, `.key` added.
  public static func path(besideStore path: String) -> String {
    var bare = path
    while bare.utf8.count > 1, bare.hasSuffix("/") { bare.removeLast() }
    return bare + ".key"
  }

  /// Reads a key.
  ///
  /// - Throws: ``StoreError`` of kind `notAllowed` where others than its owner can read the file or it
  ///   is a link; `badInput` where it is no key; `io` where there is none.
  public static func read(_ path: String) throws(StoreError) -> SigningKey {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else {
      let code = errno
      throw StoreError(
        code == ELOOP || code == EACCES ? .notAllowed : .io,
        "cannot read the checkpoint key \(path): \(String(cString: strerror(code)))",
        hint: "--key FILE, or $STIPPLE_KEY, says where the key is kept")
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.notAllowed, "the checkpoint key \(path) is no plain file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw StoreError(
        .notAllowed, "others can read the checkpoint key \(path)", hint: "chmod 600 \(path)",
        note: "nothing was signed")
    }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count >= 0, let text = String(validating: bytes.prefix(count), as: UTF8.self) else {
      throw StoreError(.badInput, "the checkpoint key \(path) is not text")
    }
    do throws(ProofError) {
      return try SigningKey(file: text)
    } catch {
      throw StoreError(.badInput, "\(path) is no checkpoint key: \(error)")
    }
  }

  /// Writes a new key to a file that is not there yet; durable on return.
  ///
  /// - Throws: ``StoreError``; a file that is there is left as it is.
  public static func write(_ key: SigningKey, to path: String) throws(StoreError) {
    func refuse(_ code: Int32) -> StoreError {
      StoreError(
        [EEXIST, EACCES, EROFS].contains(code) ? .notAllowed : .io,
        "cannot make the checkpoint key \(path): \(String(cString: strerror(code)))",
        hint: "--key FILE puts it elsewhere", note: "nothing was written")
    }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw refuse(errno) }
    defer { close(file) }
    let bytes = Array(key.file.utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        unlink(path)
        throw refuse(code)
      }
      done += count
    }
    guard fchmod(file, 0o600) == 0, fsync(file) == 0, syncFolder(of: path) else {
      let code = errno
      unlink(path)
      throw refuse(code)
    }
  }
}
