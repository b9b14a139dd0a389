import ClinicStore

/// The program from its start to its end, answering one question; how much of that it takes to
/// start at all, since `--version` reads its arguments and opens nothing; and what any Swift program
/// takes that prints a word.
final class Opening: Exercise {
  static let name = "open"
  private let stand: Stand
  private static let repeats = 10

  init(_ stand: Stand) throws {
    self.stand = stand
    _ = stand.sqlite
  }

  var figures: [Figure] {
    let id = required { try stand.texts("select id from sessions limit 1") }.first ?? ""
    return [
      figure(
        "open-constant", "open to first row: `select 1`", "select 1",
        [
          .ratio("sqlite3", atMost: 1.3)
        ]),
      figure(
        "open-row", "open to first row: a session by id",
        "select status from sessions where id = '\(id)'", [.ratio("sqlite3", atMost: 1.3)]),
    ]
  }

  private func figure(_ name: String, _ what: String, _ sql: String, _ goals: [Goal]) -> Figure {
    let ours = Command(
      stand.options.stipple, ["query", "-c", sql, "--store", stand.store.path])
    let theirs = Command("/usr/bin/sqlite3", ["-readonly", stand.sqlite.path, sql])
    let bare = Command(stand.options.stipple, ["--version"])
    let word = Command(stand.options.peers + "/word", [])
    return Figure(
      name, what, goals: goals,
      sides: [
        .ours { try ours.timeEach(Self.repeats) },
        .init("sqlite3") { try theirs.timeEach(Self.repeats) },
        .init("`--version`") { try bare.timeEach(Self.repeats) },
        .init("a word, in Swift") { try word.timeEach(Self.repeats) },
      ])
  }
}

extension Command {
  /// The median of several runs of it, which the system's other work moves less than their mean.
  func timeEach(_ repeats: Int) throws -> Double {
    Spread(try (0..<repeats).map { _ in try time() }).median
  }
}
