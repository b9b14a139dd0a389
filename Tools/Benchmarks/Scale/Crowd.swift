import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import LMDB

/// Two processes that record while ten others ask: what the writers wait for, and what the file
/// grows by.
struct Crowd {
  private let options: Options
  private let store: String
  private static let seconds = 10

  init(_ options: Options, store: String) {
    self.options = options
    self.store = store
  }

  func figures() throws -> [(String, String)] {
    let alone = try run(readers: 0)
    let crowded = try run(readers: 10)
    func text(_ run: Told) -> String {
      "\(run.commands) commands in \(Self.seconds) s, median \(short(run.median / 1e6)) ms, "
        + "longest \(short(run.most / 1e6)) ms; file + \(run.growth / 1_000) kB, "
        + "\(run.growth / max(run.commands, 1)) bytes a command"
    }
    return [
      ("two processes record, nobody asks", text(alone)),
      ("two processes record, ten ask (\(crowded.queries) queries)", text(crowded)),
    ]
  }

  private struct Told {
    var commands = 0
    var queries = 0
    var median = 0.0
    var most = 0.0
    var growth = 0
  }

  private func run(readers: Int) throws -> Told {
    let before = try ClinicStore.openAsFound(at: store).environment.info().usedBytes
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let processes = try (0..<2 + readers).map { place in
      let role = place < 2 ? "writer" : "reader"
      return try PeerProcess(role, program, [role, store, "\(Self.seconds)", "\(place)"])
    }
    // All are ready before the first begins, and all go on at once: an answer comes at the end.
    for process in processes { _ = try process.answer("ready") }
    for process in processes { try process.tell("go") }
    var told = Told()
    for (place, process) in processes.enumerated() {
      let words = try process.heard().compactMap(Double.init)
      guard words.count == 3 else { throw Refusal("a process of the crowd told nothing") }
      if place < 2 {
        told.commands += Int(words[0])
        told.median = max(told.median, words[1])
        told.most = max(told.most, words[2])
      } else {
        told.queries += Int(words[0])
      }
    }
    told.growth = try ClinicStore.openAsFound(at: store).environment.info().usedBytes - before
    return told
  }
}

extension Crowd {
  /// `writer STORE SECONDS NUMBER`: commands, one after the other, each durable.
  static func write(_ arguments: [String]) throws {
    let store = try ClinicStore.openAsFound(at: arguments[0])
    var count = 0
    try waitForWord()
    try repeatUntil(arguments[1]) {
      count += 1
      let client = "client/CROWD-\(arguments[2])-\(getpid())-\(count)"
      try store.record([
        Visits.entry(
          client, "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#, by: "U1")
      ])
    }
  }

  /// `reader STORE SECONDS NUMBER`: questions that read every row, one after the other.
  static func read(_ arguments: [String]) throws {
    let database = try Connection(try ClinicStore.openAsFound(at: arguments[0]))
    let statement = try database.prepare(
      "select count(*), sum(passes) from passes where depth_mm > 1.0")
    try waitForWord()
    try repeatUntil(arguments[1]) { try statement?.runThrough() }
  }

  private static func waitForWord() throws {
    guard readLine() == "ready" else { throw Refusal("no word to be ready") }
    say("ok 0")
    guard readLine() == "go" else { throw Refusal("no word to go") }
  }

  /// Prints how many times it was done, the median and the longest, in nanoseconds.
  private static func repeatUntil(_ seconds: String, _ work: () throws -> Void) throws {
    let end = nanoseconds() + (Int64(seconds) ?? 1) * 1_000_000_000
    var times: [Double] = []
    while nanoseconds() < end { times.append(try time { try work() }) }
    let spread = Spread(times)
    say("ok \(times.count) \(spread.median) \(spread.most)")
  }
}
