import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Glibc
import LMDB
import Records

/// Measures Stipple beside SQLite doing the same work, in one run, and prints the ratios.
///
/// `swift run -c release Benchmarks [visits]`, or `Benchmarks past [events]` for moments, replay, rebuild
/// and verify: each figure is the median of its rounds, with the least and the most of them; rounds of
/// the two sides alternate.
@main
enum Benchmarks {
  static func main() throws {
    var arguments = CommandLine.arguments.dropFirst()
    let isPast = arguments.first == "past"
    if isPast { arguments.removeFirst() }
    let size = arguments.first.flatMap { Int($0) }
    let folder = "/tmp/stipple-bench-\(getpid())"
    guard mkdir(folder, 0o700) == 0 else { fatalError("cannot make \(folder)") }
    defer { _ = try? removeFolder(folder) }

    if isPast {
      let bench = try TimeTravel(folder: folder, events: size ?? 100_000)
      printHead(peer: "peer")
      try bench.measure()
      return
    }
    let visits = size ?? 2_000
    let bench = try Workload(folder: folder, visits: visits)
    print("\(bench.events) events of \(visits) visits, in \(folder)\n")
    printHead(peer: "SQLite")
    try bench.measureDurableAppend()
    try bench.measureBatchedAppend()
    try bench.measureScan()
    try bench.measureKeyRead()
    try bench.measureFold()
  }

  private static func printHead(peer: String) {
    print("| what | ours | \(peer) | ratio | goal |")
    print("| --- | --- | --- | --- | --- |")
  }
}

/// Removes a folder with what is in it.
func removeFolder(_ path: String) throws {
  guard let folder = opendir(path) else { return }
  defer { closedir(folder) }
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name == "." || name == ".." { continue }
    if entry.pointee.d_type == DT_DIR {
      try removeFolder("\(path)/\(name)")
    } else {
      unlink("\(path)/\(name)")
    }
  }
  rmdir(path)
}
