import Clinic
import ClinicSQL
import ClinicStore
import Foundation

@testable import stipple

/// What a real store's connection can name, and the statements that tests begin from.
enum KnownStore {
  private struct Contents {
    var names: SQLNames
    var views: [String]
  }

  private static let contents = Result {
    try withConnection {
      Contents(
        names: SQLNames($0.catalog, functions: $0.functions),
        views: $0.catalog.tables.compactMap(\.definition))
    }
  }

  /// The names of an empty store.
  static var names: SQLNames { get throws { try contents.get().names } }

  /// The ids that every kind of stream is said to have.
  static let ids = ["C1", "C10", "C1042", "C2", "HA-7", "S1", "S-118"]

  /// Commands of the REPL, those to come as well.
  static let commands: [DotUsage] = [
    DotUsage(name: "help", usage: "[COMMAND]"), DotUsage(name: "mode", usage: "[MODE [ROWS|all]]"),
    DotUsage(name: "tables", usage: ""), DotUsage(name: "schema", usage: "[TABLE]"),
    DotUsage(name: "asof", usage: "[WHEN]"), DotUsage(name: "audit", usage: "SESSION"),
    DotUsage(name: "history", usage: "STREAM [FIELD]"),
    DotUsage(name: "report", usage: "session|client|day|recall|outcomes [SUBJECT]"),
    DotUsage(name: "diff", usage: "TABLE|STREAM FROM [TO]"),
    DotUsage(name: "explain", usage: "SQL"),
    DotUsage(name: "watch", usage: "[SECONDS] SQL"), DotUsage(name: "run", usage: "NAME"),
    DotUsage(name: "output", usage: "[FILE]"), DotUsage(name: "timer", usage: "[on|off]"),
    DotUsage(name: "param", usage: "[NAME [VALUE]]"),
  ]

  static func completer() throws -> Completer {
    Completer(
      names: try names, commands: commands,
      ids: { _, prefix, limit in Array(ids.filter { $0.hasPrefix(prefix) }.prefix(limit)) },
      moments: { ["now", "@-1", "2026-01-31"] }, parameters: { ["lot", "client"] },
      savedQueries: { ["due_today", "open_lots"] })
  }

  static func redaction() throws -> Redaction { Redaction(names: try names, commands: commands) }

  static func highlighting() throws -> Highlighting {
    Highlighting(names: try names, commands: commands)
  }

  static func withConnection<Value>(_ body: (Connection) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("names-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try ClinicStore.create(
      at: folder.path, clinic: "Fictional Street", zone: .utc, recordedBy: "U1")
    return try body(try Connection(store))
  }

  /// The SELECT of every view, and every statement that the README shows.
  static func statements() throws -> [String] {
    var statements = try contents.get().views
    for step in try ReadmeTests.steps() where step.command.contains("stipple query -c") {
      let parts = step.command.components(separatedBy: "\"")
      if parts.count > 2 { statements.append(parts[1]) }
    }
    return statements
  }
}

/// Numbers that a seed decides (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
