import Foundation

/// A program run to its end while its own memory is looked at: pages that are not a file's, since
/// those of the store's map are the system's cache and go when others need them.
struct Watched {
  let seconds: Double
  /// The most that was seen, in kB.
  let peak: Int

  var memory: String { "\(short(Double(peak) / 1_000)) MB" }

  init(_ program: String, _ arguments: [String], output: String = "/dev/null") throws {
    var command = Command(program, arguments)
    command.output = output
    let start = nanoseconds()
    let id = try command.spawn()
    let ending = Ending(of: id)
    var peak = 0
    while !ending.isThere {
      peak = max(peak, Self.ownMemory(of: id))
      usleep(2_000)
    }
    seconds = Double(nanoseconds() - start) / 1e9
    self.peak = peak
    let status = try command.finish(start: id)
    guard status == 0 else {
      throw Refusal("exit \(status): \(program) \(arguments.joined(separator: " "))")
    }
  }

  /// `RssAnon` of /proc/PID/status (proc_pid_status(5)), in kB.
  private static func ownMemory(of id: pid_t) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
  }

  /// Whether a child has ended, asked without taking its status.
  private struct Ending {
    let id: pid_t

    init(of id: pid_t) { self.id = id }

    var isThere: Bool {
      var info = siginfo_t()
      guard waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 else { return true }
      return info.si_signo != 0
    }
  }
}
