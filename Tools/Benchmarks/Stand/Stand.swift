import ClinicSQL
import ClinicStore
import EventLog
import Simulation

/// A made-up clinic's store of one size, with whatever is needed to measure it beside its peers.
///
/// The same size holds the same events each time, whatever is measured on it: what adds to a store
/// adds to `writing`.
final class Stand {
  let options: Options
  /// A scratch folder, on the file system that is measured.
  let folder: String
  let store: ClinicStore
  let simulation: Simulation
  /// How many events the simulation made; a store for writing is given more.
  let events: Int
  private(set) lazy var database = required { try Connection(store) }
  private(set) lazy var sqlite = required { try SQLitePeer(copying: self, to: "peer.db") }
  private(set) lazy var visits = required { try Visits(self) }
  /// A copy of it, to add to.
  private(set) lazy var writing = required { try Stand(copying: self, to: folder + "/writing") }
  private var smaller: [Int: Stand] = [:]

  init(_ options: Options, events: Int, folder: String) throws {
    self.options = options
    self.folder = folder
    simulation = Simulation(sessions: max(events / Simulation.eventsPerSession, 2), seed: 1)
    try makeFolder(folder)
    store = try Self.take(simulation, into: folder + "/clinic.stipple")
    self.events = Int(try store.head().position)
  }

  /// A stand of the same store in another folder.
  private init(copying stand: Stand, to folder: String) throws {
    options = stand.options
    self.folder = folder
    simulation = stand.simulation
    events = stand.events
    try makeFolder(folder)
    let path = folder + "/clinic.stipple"
    _ = try Command("/bin/cp", ["-r", stand.store.path, path]).time()
    store = try ClinicStore.openAsFound(at: path)
  }

  /// A store of what the simulation makes, taken as recorded.
  static func take(_ simulation: Simulation, into path: String) throws -> ClinicStore {
    let store = try ClinicStore.openOrCreateEmpty(at: path)
    let events = simulation.sessions * Simulation.eventsPerSession
    try store.takeAsRecorded(events: events) { take in try simulation.forEach(take) }
    return store
  }

  /// A stand of a tenth or a hundredth of the events, made when it is first asked for.
  func part(_ divisor: Int) throws -> Stand {
    if let known = smaller[divisor] { return known }
    let stand = try Stand(options, events: events / divisor, folder: "\(folder)/part-\(divisor)")
    smaller[divisor] = stand
    return stand
  }

  /// The first events of the log, as many as there are.
  func firstEvents(_ count: Int) throws -> [StoredEvent] {
    var range = EventRange(through: UInt64(events))
    range.limit = count
    var events: [StoredEvent] = []
    try store.forEachEvent(range) {
      events.append($0)
      return true
    }
    return events
  }

  /// The first column of a statement's rows.
  func texts(_ sql: String) throws -> [String] {
    var texts: [String] = []
    guard let statement = try database.prepare(sql) else { return [] }
    while try statement.step() { texts.append(statement.text(at: 0)) }
    return texts
  }
}

/// What a bench cannot go on without.
func required<Value>(_ make: () throws -> Value) -> Value {
  do { return try make() } catch { fatalError("\(error)") }
}
