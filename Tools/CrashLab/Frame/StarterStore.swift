import Foundation

extension Bench {
  /// Makes a store with its owner enrolled, U1, and a client, C1: the least that entries need.
  func makeStore(at path: String, environment: [String: String] = [:]) throws {
    try need(
      ["init", path, "--clinic", "Crash Lab", "--zone", "Europe/London", "-q"],
      environment: environment)
    for words in [
      ["staff-enrolled", "staff/U1", "name=A. Owner", "role=owner"],
      ["client-registered", "client/C1", "name=A. Client", "born_on=1984-07-19"],
    ] {
      try need(["record"] + words, store: path, environment: environment)
    }
  }

  /// A simulated clinic's events as lines that `import` judges as new, each with an event id:
  /// what `stipple simulate` writes, but for the store's own first event.
  func simulatedLines(sessions: Int, seed: UInt64) throws -> [String] {
    let answer = try need(["simulate", "--sessions", "\(sessions)", "--seed", "\(seed)"])
    return answer.outputText.split(separator: "\n").dropFirst().enumerated().map { number, line in
      "{\"event_id\":\"sim-\(number + 1)\"," + line.dropFirst()
    }
  }

  /// Writes lines to a new file in the ground.
  func file(_ name: String, lines: [String]) throws -> String {
    let path = fresh(name)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    return path
  }
}
