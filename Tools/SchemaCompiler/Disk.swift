import Glibc

/// The few file operations that the compiler needs, over POSIX.
enum Disk {
  /// A file that could not be read or written.
  struct Failure: Error, CustomStringConvertible {
    var path: String
    var code: Int32

    var description: String { "\(path): \(String(cString: strerror(code)))" }
  }

  /// All bytes of a file (`read(2)`).
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure(path: path, code: errno) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      guard count >= 0 else { throw Failure(path: path, code: errno) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Writes a file anew (`write(2)`).
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw Failure(path: path, code: errno) }
    defer { close(file) }
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw Failure(path: path, code: errno) }
      start += count
    }
  }

  /// Makes a folder and those above it (`mkdir(2)`).
  static func makeFolder(_ path: String) throws(Failure) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
        throw Failure(path: made, code: errno)
      }
    }
  }

  /// Removes a file (`unlink(2)`).
  static func remove(_ path: String) throws(Failure) {
    guard unlink(path) == 0 else { throw Failure(path: path, code: errno) }
  }

  /// The names in a folder in byte order, without those that begin with a dot (`readdir(3)`).
  static func names(in path: String) throws(Failure) -> [String] {
    guard let folder = opendir(path) else { throw Failure(path: path, code: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// True for a folder (`stat(2)`).
  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The paths of all files below a folder, relative to it, in byte order.
  static func files(below path: String) throws(Failure) -> [String] {
    var files: [String] = []
    for name in try names(in: path) {
      if isFolder("\(path)/\(name)") {
        for file in try self.files(below: "\(path)/\(name)") { files.append("\(name)/\(file)") }
      } else {
        files.append(name)
      }
    }
    return files
  }
}
