/// One system call of a command, and how it is to fail.
struct Strike: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// `strace` answers the call with an error, and the kernel never sees it.
    case error(String)
    /// The preloaded library writes about half of it and says so.
    case short
  }

  /// The call's name; empty for a short write, which is any kind of write.
  let call: String
  /// Its number among the calls of that name, from 1.
  let number: Int
  let kind: Kind

  var text: String {
    switch kind {
    case .error(let code): "\(code) at \(call) \(number)"
    case .short: "write \(number) cut short"
    }
  }

  /// What runs the command so that it is struck.
  func before(trace: String) -> [String] {
    guard case .error(let code) = kind else { return [] }
    return [
      "/usr/bin/strace", "-f", "-qq", "--seccomp-bpf", "-o", trace, "-e", "trace=\(call)",
      "-e", "inject=\(call):error=\(code):when=\(number)",
    ]
  }
}

extension Strike {
  /// The calls that touch files.
  ///
  /// Left out are those that only touch memory, time, signals or threads, which no disk can make fail;
  /// and `close`, which always closes on Linux, where a call that `strace` answers would not.
  static let calls = [
    "access", "chdir", "copy_file_range", "dup", "dup2", "dup3", "faccessat",
    "faccessat2", "fallocate", "fchmod", "fchmodat", "fcntl", "fdatasync", "flock", "fstatfs",
    "fsync", "ftruncate", "getcwd", "getdents64", "ioctl", "link", "linkat", "lseek", "lstat",
    "mkdir", "mkdirat", "mmap", "msync", "newfstatat", "open", "openat", "pread64", "preadv",
    "pwrite64", "pwritev", "pwritev2", "read", "readlink", "readlinkat", "readv", "rename",
    "renameat", "renameat2", "rmdir", "sendfile", "stat", "statfs", "statx", "sync_file_range",
    "symlink", "truncate", "unlink", "unlinkat", "write", "writev",
  ]

  /// The same for `-e trace=`; a `?` lets a name pass that this machine's kernel has not.
  static let traced = calls.map { "?\($0)" }.joined(separator: ",")

  /// Calls that can find the disk full.
  private static let filling: Set<String> = [
    "fallocate", "fdatasync", "fsync", "ftruncate", "link", "linkat", "mkdir", "mkdirat", "msync",
    "open", "openat", "pwrite64", "pwritev", "pwritev2", "rename", "renameat", "renameat2",
    "write", "writev", "copy_file_range",
  ]

  /// Every strike that a clean run's trace (`strace -f -o`) has a place for: from the first call
  /// that names the folder on, so that the loader of the program's libraries is left out.
  static func strikes(trace: String, from folder: String) -> [Strike] {
    var numbers: [Substring: [Substring: Int]] = [:]
    var hasBegun = false
    var strikes: [Strike] = []
    for line in trace.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let bracket = words[1].firstIndex(of: "(") else { continue }
      let call = words[1][..<bracket].drop { $0 == " " }
      guard calls.contains(String(call)) else { continue }
      numbers[words[0], default: [:]][call, default: 0] += 1
      hasBegun = hasBegun || line.contains(folder)
      guard hasBegun, let number = numbers[words[0]]?[call] else { continue }
      for code in codes(call, line) {
        strikes.append(Strike(call: String(call), number: number, kind: .error(code)))
      }
    }
    var known: Set<Strike> = []
    return strikes.filter { known.insert($0).inserted }
  }

  private static func codes(_ call: Substring, _ line: Substring) -> [String] {
    if call == "mmap" {
      // Memory that is no file's is no matter of the disk.
      return line.contains("MAP_ANONYMOUS") ? [] : ["ENOMEM", "EIO"]
    }
    return filling.contains(String(call)) ? ["EIO", "ENOSPC"] : ["EIO"]
  }
}
