import ClinicStore
import EventLog
import Foundation
import LMDB
import Simulation

/// What ten million events ask of a machine: `Tools/bench --scale`, `--size` for another number.
///
/// Every figure is of the release binary as a user runs it.
struct Scale {
  private let options: Options
  private let folder: String
  private var store: String { folder + "/clinic.stipple" }

  init(_ options: Options, folder: String) {
    self.options = options
    self.folder = folder
  }

  func run() throws {
    let events = options.events ?? 10_000_000
    say("\(events) events · \(options.commit) · \(Machine(of: folder).text)\n")
    say("| what | figure |\n| --- | --- |")
    try load(events)
    try open()
    try query()
    try cancel()
    for (name, figure) in try Crowd(options, store: store).figures() { tell(name, figure) }
  }

  private func tell(_ what: String, _ figure: String) { say("| \(what) | \(figure) |") }

  private func load(_ events: Int) throws {
    let sessions = max(events / Simulation.eventsPerSession, 2)
    let watch = try Watched(
      options.stipple, ["init", store, "--demo", "\(min(sessions, 1_000_000))", "-q"])
    let made = try ClinicStore.openAsFound(at: store)
    let head = Int(try made.head().position)
    tell(
      "demo of \(sessions) sessions, loaded",
      "\(head) events in \(short(watch.seconds)) s, \(short(Double(head) / watch.seconds / 1e3)) k/s"
    )
    tell("memory of its own while loading", watch.memory)
    let info = try made.environment.info()
    tell(
      "the store's file",
      "\(info.usedBytes / 1_000_000) MB, \(info.usedBytes / max(head, 1)) bytes an event")
  }

  private func open() throws {
    let command = Command(options.stipple, ["query", "-c", "select 1", "--store", store])
    let spread = Spread(try (0..<20).map { _ in try command.time() / 1e6 })
    tell(
      "open to first row",
      "\(short(spread.median)) ms (\(short(spread.least))–\(short(spread.most)))")
  }

  /// Memory of queries, beside the size of what they answer.
  private func query() throws {
    for (what, sql) in [
      ("a sum over every pass", "select sum(passes), avg(depth_mm) from passes"),
      ("a group by an enum", "select zone, count(*) from passes group by zone"),
      ("a sort with a limit", "select id from sessions order by max_depth_mm desc limit 10"),
      ("every session's id and client", "select id, client from sessions"),
      ("every pass, whole rows", "select * from passes"),
    ] {
      let output = folder + "/result"
      let watch = try Watched(
        options.stipple, ["query", "-c", sql, "--store", store, "--mode", "csv"], output: output)
      tell(
        what,
        "\(short(watch.seconds)) s, own memory \(watch.memory), result \(fileSize(output) / 1_000) kB"
      )
      remove(output)
    }
  }

  /// A query of minutes, interrupted after half a second.
  private func cancel() throws {
    let sql = "select count(*) from passes a join passes b on a.zone < b.zone"
    let command = Command(options.stipple, ["query", "-c", sql, "--store", store])
    let id = try command.spawn()
    usleep(500_000)
    let start = nanoseconds()
    kill(id, SIGINT)
    let status = try command.finish(start: id)
    tell(
      "a query interrupted",
      "ends with exit \(status) after \(short(Double(nanoseconds() - start) / 1e6)) ms")
  }
}
