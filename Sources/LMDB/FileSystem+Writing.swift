import Glibc

extension FileSystem {
  /// By whom the files of a folder can be written, permissions aside.
  enum Writing: Hashable {
    /// By whoever has the folder open here.
    case here
    /// Not through this mount; perhaps through another one of the same file system.
    case elsewhere
    /// By nobody: the file system itself is read-only, as that of a disc is.
    case nowhere
  }

  /// Whether the file system itself is read-only under whatever mount, by the texts of
  /// `/proc/self/fdinfo/N` and `/proc/self/mountinfo` (proc(5)); nil where they do not tell.
  static func isReadOnly(fdinfo: String, mountinfo: String) -> Bool? {
    let key = "mnt_id:"
    guard let line = fdinfo.split(separator: "\n").first(where: { $0.hasPrefix(key) }) else {
      return nil
    }
    let number = line.dropFirst(key.count).drop { $0 == " " || $0 == "\t" }
    for line in mountinfo.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.first == number, words.contains("-"), let options = words.last else { continue }
      return options.split(separator: ",").contains("ro")
    }
    return nil
  }

  /// The text of one of the system's own files; nil where it cannot be read.
  static func systemText(_ path: String) -> String? {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let text = try? Folder.readAll(descriptor, limit: 1 << 20) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Folder {
  /// By whom its files can be written; `.elsewhere` where the system does not tell.
  var writing: FileSystem.Writing {
    guard faccessat(descriptor, ".", W_OK, 0) != 0, errno == EROFS else { return .here }
    guard let about = FileSystem.systemText("/proc/self/fdinfo/\(descriptor)"),
      let mounts = FileSystem.systemText("/proc/self/mountinfo"),
      FileSystem.isReadOnly(fdinfo: about, mountinfo: mounts) == true
    else { return .elsewhere }
    return .nowhere
  }
}
