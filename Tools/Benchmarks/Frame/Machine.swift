import Foundation

/// Where the figures were taken.
struct Machine: Codable {
  let processor: String
  let cores: Int
  let memoryGB: Int
  let kernel: String
  let fileSystem: String

  /// - Parameter folder: where the stores lie.
  init(of folder: String) {
    func value(_ path: String, _ key: String) -> String? {
      let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix(key) }
      return line?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
    }
    processor = value("/proc/cpuinfo", "model name") ?? "unknown"
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryGB = Int((Double(ProcessInfo.processInfo.physicalMemory) / 1e9).rounded())
    kernel =
      (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8))?
      .trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    fileSystem = Self.fileSystem(of: folder)
  }

  var text: String {
    "\(processor), \(cores) cores, \(memoryGB) GB, Linux \(kernel), \(fileSystem)"
  }

  /// The type of the mount that the path lies in, by the longest mount point that it begins with.
  private static func fileSystem(of path: String) -> String {
    let mounts = (try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? ""
    let fitting = mounts.split(separator: "\n").map { $0.split(separator: " ") }
      .filter { mount in
        guard mount.count > 2 else { return false }
        return mount[1] == "/" || path == mount[1] || path.hasPrefix(mount[1] + "/")
      }
    return fitting.max { $0[1].count < $1[1].count }.map { String($0[2]) } ?? "unknown"
  }
}
