import Foundation
import Synchronization

/// How much of everything is done.
enum Scale: Sendable, Equatable {
  case small
  case large
  /// So many cycles of each harness.
  case cycles(Int)
}

/// What every harness works with: the program under test, the seed, a place for files.
final class Bench: Sendable {
  /// The program under test, absolute.
  let stipple: String
  /// The folder with the libraries that `Tools/crash-lab` makes of `Preload/*.c`.
  let preloads: String
  let seed: UInt64
  let scale: Scale
  /// The one cycle to go through, where a fault is to be seen again.
  let only: Int?
  /// Whether harnesses that need mounts may be passed over.
  let skipsMounts: Bool
  /// Whether progress is told on standard error.
  let isTalkative: Bool
  /// The folder that everything is made in; gone at the end.
  let ground: String
  /// Where what is left of a faulty cycle is kept.
  let attic: String
  /// How many cycles go on side by side: one a core, up to four.
  let lanes: Int
  private let made = Mutex(0)
  private let kept = Mutex(0)

  init(
    stipple: String, preloads: String, seed: UInt64, scale: Scale, only: Int?,
    skipsMounts: Bool, isTalkative: Bool
  ) throws {
    self.stipple = stipple
    self.preloads = preloads
    self.seed = seed
    self.scale = scale
    self.only = only
    self.skipsMounts = skipsMounts
    self.isTalkative = isTalkative
    let temporary = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    ground = "\(temporary)/crash-lab.\(getpid())"
    attic = "\(temporary)/crash-lab-kept.\(getpid())"
    lanes = min(4, max(1, ProcessInfo.processInfo.activeProcessorCount))
    // What a run left that was ended from outside.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: temporary)) ?? [] {
      guard name.hasPrefix("crash-lab."), let process = pid_t(name.dropFirst("crash-lab.".count)),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(temporary)/\(name)")
    }
    try FileManager.default.createDirectory(
      atPath: ground, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// How many cycles this run is to have.
  func cycles(small: Int, large: Int) -> Int {
    switch scale {
    case .small: small
    case .large: large
    case .cycles(let count): count
    }
  }

  /// The chance of one cycle of one harness.
  func generator(_ harness: String, _ cycle: Int) -> Generator {
    Generator(seed: seed, harness: harness, cycle: cycle)
  }

  /// A library of `Preload/`, for `LD_PRELOAD`.
  func preload(_ name: String) throws -> String {
    let path = "\(preloads)/\(name).so"
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw LabError("\(path) is missing: run Tools/crash-lab, which builds it")
    }
    return path
  }

  /// Says how far it is, on standard error, where somebody looks on.
  func progress(_ text: String) {
    if isTalkative { FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8)) }
  }
}

extension Bench {
  /// The path of a folder or file that is not there yet, in the ground.
  func fresh(_ name: String) -> String {
    let number = made.withLock { made in
      made += 1
      return made
    }
    return "\(ground)/\(name).\(number)"
  }

  /// Makes a new empty folder in the ground.
  func folder(_ name: String) throws -> String {
    let path = fresh(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return path
  }

  /// Copies a folder that nobody is using to where nothing is.
  func copy(_ folder: String, to copy: String) throws {
    try FileManager.default.copyItem(atPath: folder, toPath: copy)
  }

  /// Removes a folder or file, if it is there.
  func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Copies what is left of a faulty cycle to where it outlives the run.
  /// - Returns: the copy's path; nil where it could not be made, or there are ten already.
  func keep(_ path: String, as name: String) -> String? {
    let number = kept.withLock { kept in
      kept += 1
      return kept
    }
    guard number <= 10 else { return nil }
    try? FileManager.default.createDirectory(atPath: attic, withIntermediateDirectories: true)
    let copy = "\(attic)/\(name)"
    try? FileManager.default.removeItem(atPath: copy)
    return (try? FileManager.default.copyItem(atPath: path, toPath: copy)) == nil ? nil : copy
  }

  /// Goes through the cycles in lanes side by side, and adds their tallies up.
  ///
  /// Lane `k` of `n` has the cycles k, k + n, k + 2n …, so the same seed gives each cycle the same
  /// chance whatever machine it runs on. With `--only` there is that cycle alone. The first error ends
  /// the run once all lanes have ended.
  func inLanes(
    _ cycles: Int, _ tally: Tally, most: Int = .max,
    _ lane: @Sendable (_ lane: Int, _ cycles: StrideTo<Int>) throws -> Tally
  ) throws -> Tally {
    if let only { return try lane(0, stride(from: only, to: min(only + 1, cycles), by: 1)) }
    let width = max(1, min(lanes, most, cycles))
    let results = Mutex<(tally: Tally, failure: (any Error)?)>((tally, nil))
    DispatchQueue.concurrentPerform(iterations: width) { number in
      do {
        let done = try lane(number, stride(from: number, to: cycles, by: width))
        results.withLock { $0.tally.add(done) }
      } catch {
        results.withLock { $0.failure = $0.failure ?? error }
      }
    }
    let (sum, failure) = results.withLock { $0 }
    if let failure { throw failure }
    return sum
  }
}
