import Glibc

/// A tmpfs of a few megabytes.
final class TinyDisk {
  let path: String
  private let bench: Bench

  /// - Throws: ``LabError`` with `isMissingMount` where the machine cannot.
  init(_ bench: Bench, bytes: Int) throws {
    self.bench = bench
    path = try bench.folder("tiny")
    guard getuid() == 0 else { throw LabError("only root may mount a tmpfs", isMissingMount: true) }
    guard mount("crash-lab", path, "tmpfs", 0, "size=\(bytes),mode=0700") == 0 else {
      throw LabError("\(LabError.system("mount a tmpfs"))", isMissingMount: true)
    }
  }

  deinit {
    umount2(path, Int32(MNT_DETACH))
    rmdir(path)
  }

  /// Fills what is left but for so many bytes, with a file beside the store.
  func leave(_ bytes: Int) throws {
    var figures = statvfs()
    guard statvfs(path, &figures) == 0 else { throw LabError.system("look at \(path)") }
    let free = Int(figures.f_bavail) * Int(figures.f_frsize)
    let file = open(ballast, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw LabError.system("make \(ballast)") }
    defer { close(file) }
    var left = free - bytes
    let zeros = [UInt8](repeating: 0, count: 1 << 16)
    while left > 0 {
      let count = write(file, zeros, min(left, zeros.count))
      guard count > 0 else { return }
      left -= count
    }
  }

  /// Frees what ``leave(_:)`` took.
  func free() { unlink(ballast) }

  private var ballast: String { "\(path)/ballast" }
}
