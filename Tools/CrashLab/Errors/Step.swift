/// One command of the workload, from a store as it must be before it.
struct Step: Sendable {
  /// What of the store it may change.
  enum Effect: Sendable {
    /// Nothing: what it prints is the same whenever it ends with 0.
    case none
    /// One entry, or nothing.
    case entry
    /// All lines of an import, or nothing.
    case allLines(Int)
    /// The tables; not the log.
    case tables
    /// A store, where there was none.
    case store
  }

  let name: String
  /// `{}` stands for the cycle's own folder.
  let words: [String]
  let effect: Effect

  /// One of each kind of work that a clinic does; an import's file is in the cycle's folder.
  static func workload(lines: Int) -> [Step] {
    [
      Step("init", ["init", "{}/store", "--clinic", "Crash Lab", "-q"], .store),
      Step(
        "record",
        ["record", "note-added", "client/C1", "note=of a workload", "--event-id", "w", "--json"],
        .entry),
      Step("correct", ["correct", "@3", "name=An. Other", "--reason", "transcription"], .entry),
      Step("import", ["import", "{}/lines.ndjson"], .allLines(lines)),
      Step("query", ["query", "-c", "select id, name from clients order by id"], .none),
      Step("log", ["log", "--json"], .none),
      Step("show", ["show", "client/C1"], .none),
      Step("export", ["export"], .none),
      Step("export to a file", ["export", "-q", "-o", "{}/out.ndjson"], .none),
      Step("verify", ["verify", "-q"], .none),
      Step("replay", ["replay", "--digest", "-q"], .none),
      Step("rebuild", ["rebuild", "-q"], .tables),
    ]
  }

  private init(_ name: String, _ words: [String], _ effect: Effect) {
    self.name = name
    self.words = words
    self.effect = effect
  }

  /// The words with the cycle's folder in its place.
  func words(in folder: String) -> [String] {
    words.map { word in
      word.hasPrefix("{}") ? folder + word.dropFirst(2) : word
    }
  }
}
