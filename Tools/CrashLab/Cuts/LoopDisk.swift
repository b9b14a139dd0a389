import Glibc

/// A file system in a file, mounted through a loop device, whose power can be cut.
final class LoopDisk {
  enum Kind: String, CaseIterable { case ext4, xfs }

  let kind: Kind
  /// Where it is mounted.
  let path: String
  private let image: String
  private let bench: Bench
  private var isMounted = false

  /// Makes and mounts an empty one.
  /// - Throws: ``LabError`` with `isMissingMount` where the machine cannot.
  init(_ kind: Kind, _ bench: Bench) throws {
    self.kind = kind
    self.bench = bench
    image = bench.fresh("\(kind.rawValue).img")
    path = try bench.folder("\(kind.rawValue)-disk")
    // An xfs has to have 300 MB; the image is a sparse file.
    let bytes: off_t = kind == .xfs ? 320 << 20 : 64 << 20
    let file = open(image, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0, ftruncate(file, bytes) == 0 else { throw LabError.system("make \(image)") }
    close(file)
    let quiet = kind == .ext4 ? ["-q", "-F"] : ["-q"]
    let made = try bench.run(tool: ["mkfs.\(kind.rawValue)"] + quiet + [image])
    guard made.ending.isSuccess else { throw LabError("mkfs.\(kind.rawValue): \(made.told)") }
    try mount()
  }

  deinit {
    unmount()
    bench.remove(image)
    bench.remove(path)
  }

  func mount() throws {
    let answer = try bench.run(tool: ["mount", "-o", "loop", image, path])
    guard answer.ending.isSuccess else {
      throw LabError(
        "cannot mount a loop image of \(kind.rawValue): \(answer.told)", isMissingMount: true)
    }
    isMounted = true
  }

  /// Cuts the power: from now on nothing reaches the image, not even what its journal holds
  /// (`FS_IOC_SHUTDOWN` with `NOLOGFLUSH`; ext4 and xfs share the number).
  func cut() throws {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw LabError.system("open \(path)") }
    defer { close(folder) }
    var flag: UInt32 = 2
    guard ioctl(folder, 0x8004_587D, &flag) == 0 else {
      throw LabError.system("cut the power of \(path)")
    }
  }

  /// Makes all that was done durable, so that no later cut brings back what was removed.
  func sync() throws {
    let answer = try bench.run(tool: ["sync", "-f", path])
    guard answer.ending.isSuccess else { throw LabError("sync -f: \(answer.told)") }
  }

  /// The machine starts again: the journal is read, and what was not durable is gone.
  func comeBack() throws {
    unmount()
    try mount()
  }

  private func unmount() {
    guard isMounted else { return }
    // A process that was killed a moment ago may hold the mount for a moment longer.
    for _ in 0..<200 {
      if umount(path) == 0 {
        isMounted = false
        return
      }
      usleep(5_000)
    }
    umount2(path, Int32(MNT_DETACH))
    isMounted = false
  }
}
