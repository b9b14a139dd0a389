/// Something that is given bytes by the fuzzer, and by the tests those that were kept.
public struct FuzzTarget: Sendable {
  /// Tries one input; throws a ``Finding``, or traps.
  public typealias Run = (_ input: [UInt8]) throws -> Void

  /// The name on the command line and of the corpus's folder.
  public let name: String
  /// What it tries, for the list of targets.
  public let about: String
  /// Its part of every thousand runs: fast ones have many.
  public let share: Int
  /// The longest input, bytes.
  public let longest: Int
  /// Makes what the runs need; each maker's runs are for one thread.
  public let make: @Sendable () throws -> Run

  /// Every target, in the order of the list; their shares make a thousand.
  public static let all: [FuzzTarget] = [
    FuzzTarget(
      name: "record", about: "an event's or row's record, and a log value, of any bytes",
      share: 130,
      longest: 1_024
    ) { RecordFuzz().run },
    FuzzTarget(
      name: "event-json", about: "the JSON of an event or row to a record and back", share: 150,
      longest: 2_048
    ) { EventJSONFuzz().run },
    FuzzTarget(
      name: "ndjson", about: "a line of an import or export", share: 130, longest: 2_048
    ) { EventLineFuzz().run },
    FuzzTarget(
      name: "import", about: "lines tried on a clinic's store, with its rules", share: 10,
      longest: 4_096
    ) { try ImportFuzz().run },
    FuzzTarget(
      name: "log", about: "a clinic's log, harmed, taken as recorded into an empty store", share: 5,
      longest: 64
    ) { try LogFuzz().run },
    FuzzTarget(
      name: "moment", about: "moments and times as people write them, and time zones", share: 295,
      longest: 80
    ) { MomentFuzz().run },
    FuzzTarget(
      name: "note", about: "signed notes, checkpoints, keys and proofs, read and harmed",
      share: 250,
      longest: 2_048
    ) { try NoteFuzz().run },
    FuzzTarget(
      name: "sql", about: "statements answered by virtual tables as by SQLite's own", share: 15,
      longest: 160
    ) { try QueryFuzz().run },
    FuzzTarget(
      name: "line", about: "a terminal's bytes to the line editor, and what it draws", share: 15,
      longest: 200
    ) { EditorFuzz().run },
  ]

  /// The target of a name, or nil.
  public static func named(_ name: String) -> FuzzTarget? {
    (all + controls).first { $0.name == name }
  }
}
