import Glibc
import TestProcesses
import Testing

@testable import LMDB

struct ReadOnlyMediumTests {
  private static let mounts = """
    22 27 0:21 / /proc rw,relatime - proc proc rw
    27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw,discard
    41 27 7:0 / /mnt/disc ro,relatime - iso9660 /dev/sr0 ro,norock
    42 27 254:0 /srv /mnt/view ro,relatime - ext4 /dev/vda rw,discard
    broken line
    """

  @Test(arguments: [(27, false), (41, true), (42, false), (4, nil)] as [(Int, Bool?)])
  func `a file system is read-only by itself, not by one of its mounts`(
    mount: Int, isReadOnly: Bool?
  ) {
    let about = "pos:\t0\nflags:\t02100000\nmnt_id:\t\(mount)\nino:\t5\n"
    #expect(FileSystem.isReadOnly(fdinfo: about, mountinfo: Self.mounts) == isReadOnly)
  }

  @Test func `a system that does not tell is not believed`() {
    #expect(FileSystem.isReadOnly(fdinfo: "pos:\t0\n", mountinfo: Self.mounts) == nil)
    #expect(FileSystem.isReadOnly(fdinfo: "mnt_id:\t41\n", mountinfo: "") == nil)
  }

  @Test func `this machine tells of a folder that can be written, and of its mount`() throws {
    let scratch = Scratch()
    let folder = try Folder(scratch.path)
    #expect(folder.writing == .here)
    let about = try #require(FileSystem.systemText("/proc/self/fdinfo/\(folder.descriptor)"))
    let mounts = try #require(FileSystem.systemText("/proc/self/mountinfo"))
    #expect(FileSystem.isReadOnly(fdinfo: about, mountinfo: mounts) == false)
  }

  /// Every file that is opened to be written answers EROFS there, as a filter of system calls makes it.
  @Test(arguments: [true, false])
  func `LMDB reads where no file can be opened to be written, with a lock file and without`(
    hasLock: Bool
  ) throws {
    let scratch = Scratch()
    try Probe.make(scratch)
    func run(_ command: String) throws -> [String] {
      try ChildProcess.run(
        "python3",
        [
          PackageFolder.path("Tests/Probes/ReadOnly/readonly.py"), BuiltProgram.path("LMDBProbe"),
          command, scratch.path, "t",
        ]
      ).output.split(separator: "\n").map(String.init)
    }
    if !hasLock { unlink(scratch.path("lock.mdb")) }
    #expect(try run("only-read") == ["1", "EROFS"])
    #expect((access(scratch.path("lock.mdb"), F_OK) == 0) == hasLock)
    // The same filter, as the control: who asks to write is let down.
    #expect(try run("count").first?.hasSuffix("medium is read-only; nothing was changed") == true)
  }

  @Test func `a store is read without a lock only where nobody can write`() throws {
    let scratch = Scratch()
    let store = try StoreFolder.create(at: scratch.path("s"))
    #expect(try store.mustOnlyRead(.here) == false)
    #expect(try store.mustOnlyRead(.nowhere) == true)
    #expect(failure { _ = try store.mustOnlyRead(.elsewhere) }?.code == .readOnlyMount)
    try scratch.write("s/manifest", [])
    for writing in [FileSystem.Writing.here, .nowhere, .elsewhere] {
      #expect(try store.mustOnlyRead(writing))
    }
  }
}
