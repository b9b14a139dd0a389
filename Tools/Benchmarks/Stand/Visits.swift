import Clinic
import ClinicStore
import EventLog
import Records

/// Sessions that are open now, and entries to record in them.
struct Visits {
  /// Their ids.
  let ids: [String]
  /// Who enters.
  let actor: String
  private static let count = 200
  private static var names: [String] { (0..<count).map { "BENCH-\($0)" } }

  /// Those that were opened in the store before.
  init(opened actor: String) {
    self.actor = actor
    ids = Self.names
  }

  /// Opens them in the stand's store, each of a client of its own, whom no protocol keeps waiting.
  init(_ stand: Stand) throws {
    let practitioners = try stand.texts("select id from staff where role = 'practitioner' limit 1")
    guard let actor = practitioners.first else {
      throw Refusal("the made-up clinic has no practitioner")
    }
    self.actor = actor
    ids = Self.names
    for id in ids {
      let opened = #"{"client":"\#(id)","practitioner":"\#(actor)"}"#
      try stand.store.record([
        Self.entry(
          "client/\(id)", "client-registered", #"{"name":"X","born_on":"1980-01-01"}"#, by: actor),
        Self.entry("session/\(id)", "session-opened", opened, by: actor),
        Self.entry("session/\(id)", "pre-treatment-checked", #"{"outcome":"fit"}"#, by: actor),
      ])
    }
  }

  /// The pain score that a number stands for: an event, a session's row changed, a fact row, its
  /// indexes.
  func painScore(_ number: Int) throws -> Entry {
    try Self.entry(
      "session/\(session(number))", "pain-scored",
      #"{"phase":"needling","score":\#(number % 11)}"#, by: actor)
  }

  /// The session that a number stands for: those that follow one another lie apart, as those of
  /// people who come one by one do.
  func session(_ number: Int) -> String { ids[number * 31 % ids.count] }

  /// An entry as it would be typed.
  static func entry(
    _ stream: String, _ type: String, _ data: String, by actor: String
  ) throws -> Entry {
    let type = try EventType.required(type)
    return Entry(
      stream: try StreamName.required(stream), type: type,
      payload: try type.record.record(fromJSON: data), recordedBy: actor)
  }
}
