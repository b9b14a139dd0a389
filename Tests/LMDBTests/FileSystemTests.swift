import Testing

@testable import LMDB

struct FileSystemTests {
  @Test(
    arguments: [
      (0x6969, "nfs"), (0x517B, "smb"), (0xFE53_4D42, "smb2"), (0xFF53_4D42, "cifs"),
      (0x0102_1997, "9p"), (0x5346_414F, "afs"), (0x00C3_6400, "ceph"), (0x0BD0_0BD0, "lustre"),
      (0x786F_4256, "vboxsf"),
    ] as [(UInt32, String)])
  func `a network file system is told by its number`(magic: UInt32, name: String) {
    #expect(FileSystem.networkName(magic: magic, mountType: nil) == name)
  }

  /// ext4, xfs, btrfs, tmpfs, overlayfs, zfs.
  @Test(
    arguments: [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630, 0x2FC1_2FC1]
      as [UInt32])
  func `a local file system is let pass`(magic: UInt32) {
    #expect(FileSystem.networkName(magic: magic, mountType: "whatever") == nil)
  }

  @Test(
    arguments: [
      (nil, "fuse"), ("fuse.sshfs", "fuse.sshfs"), ("fuse.rclone", "fuse.rclone"),
      ("virtiofs", "virtiofs"), ("fuseblk", nil), ("fuse.fuse-overlayfs", nil),
    ] as [(String?, String?)])
  func `a file system in user space is local only if its mount says so`(
    type: String?, name: String?
  ) {
    #expect(FileSystem.networkName(magic: 0x6573_5546, mountType: type) == name)
  }

  @Test func `the mount's type is found by its device`() {
    let mounts = """
      22 27 0:21 / /proc rw,relatime - proc proc rw
      27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard
      90 27 0:77 / /mnt/far rw,nosuid - fuse.sshfs host:/ rw,user_id=0
      broken line
      """
    #expect(FileSystem.mountType(device: 77, mountinfo: mounts) == "fuse.sshfs")
    #expect(FileSystem.mountType(device: 254 << 8, mountinfo: mounts) == "ext4")
    #expect(FileSystem.mountType(device: 78, mountinfo: mounts) == nil)
  }

  @Test func `room is told where there is a file system, and only there`() {
    #expect(FileSystem.freeBytes(at: "/tmp").map { $0 > 0 } == true)
    #expect(FileSystem.freeBytes(at: "/no/such/folder") == nil)
  }
}
