import CLMDB
import Glibc

/// What is known of the file system under a folder: whether a store may live there, and its room.
public enum FileSystem {
  /// The network's name for a file system that no store may live on, or nil for a local one.
  ///
  /// LMDB's map and locks hold only within one machine. FUSE says nothing of itself in its
  /// number, so it is believed to be local only where the mount's type says which it is.
  /// - Parameters:
  ///   - magic: `f_type` of `statfs(2)`.
  ///   - mountType: the type in `/proc/self/mountinfo`, such as `fuse.sshfs`, if known.
  public static func networkName(magic: UInt32, mountType: String?) -> String? {
    if let known = networks.first(where: { $0.magic == magic }) { return known.name }
    guard magic == fuse else { return nil }
    guard let mountType else { return "fuse" }
    return localFuse.contains(mountType) ? nil : mountType
  }

  /// The room left for this user under a folder, in bytes (`statvfs(3)`), or nil if unknown.
  public static func freeBytes(at path: String) -> UInt64? {
    var figures = statvfs()
    guard statvfs(path, &figures) == 0 else { return nil }
    return UInt64(figures.f_bavail) * UInt64(figures.f_frsize)
  }

  private static let fuse: UInt32 = 0x6573_5546
  private static let localFuse = ["fuseblk", "fuse.fuse-overlayfs", "fuse.ext4"]
  private static let networks: [(magic: UInt32, name: String)] = [
    (0x0000_6969, "nfs"), (0x0000_517B, "smb"), (0xFE53_4D42, "smb2"), (0xFF53_4D42, "cifs"),
    (0x0102_1997, "9p"), (0x5346_414F, "afs"), (0x6B41_4653, "kafs"), (0x7375_7245, "coda"),
    (0x00C3_6400, "ceph"), (0x0000_564C, "ncpfs"), (0x0116_1970, "gfs2"), (0x7461_636F, "ocfs2"),
    (0x0BD0_0BD0, "lustre"), (0x4750_4653, "gpfs"), (0x786F_4256, "vboxsf"),
    (0xBACB_ACBC, "vmhgfs"), (0x2003_0528, "orangefs"), (0x1983_0326, "beegfs"),
  ]
}

extension FileSystem {
  /// Throws if the open folder is on a network file system.
  static func refuseNetwork(_ directory: Int32, path: String) throws(LMDBError) {
    var figures = statfs()
    guard fstatfs(directory, &figures) == 0 else {
      throw LMDBError(.init(rawValue: errno), "look at the file system of \(path)")
    }
    let magic = UInt32(truncatingIfNeeded: figures.f_type)
    var status = stat()
    let type =
      magic == fuse && fstat(directory, &status) == 0
      ? mountType(device: UInt64(status.st_dev)) : nil
    if let name = networkName(magic: magic, mountType: type) {
      throw LMDBError(.networkFileSystem, "use \(path), which is on \(name)")
    }
  }

  /// The mount's type by device number, from the text of `/proc/self/mountinfo` (proc(5)).
  static func mountType(device: UInt64, mountinfo: String) -> String? {
    let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
    let minor = device & 0xFF | (device >> 12) & ~0xFF
    for line in mountinfo.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 6, words[2] == "\(major):\(minor)",
        let dash = words.firstIndex(of: "-"), dash + 1 < words.count
      else { continue }
      return String(words[dash + 1])
    }
    return nil
  }

  private static func mountType(device: UInt64) -> String? {
    systemText("/proc/self/mountinfo").flatMap { mountType(device: device, mountinfo: $0) }
  }
}
