import Foundation
import Records
import TestProcesses

/// The schemas' own verdict on data, by an implementation that is not ours.
enum Judge {
  struct Silent: Error, CustomStringConvertible { var description: String }

  /// One line for each: `accept`, or `refuse` and why.
  static func verdicts(of events: [(type: String, data: JSONValue)]) throws -> [String] {
    let lines = events.map { "{\"type\":\"\($0.type)\",\"data\":\($0.data.text)}\n" }.joined()
    return try withScratchFolder { folder in
      let file = folder.appendingPathComponent("events.ndjson")
      try Data(lines.utf8).write(to: file)
      let run = try Python.withValidator().run(script: "judge.py", [file.path])
      let verdicts = run.output.split(separator: "\n").map(String.init)
      guard run.status == 0, verdicts.count == events.count,
        verdicts.allSatisfy({ $0 == "accept" || $0.hasPrefix("refuse ") })
      else { throw Silent(description: run.errors + "\(verdicts.count) of \(events.count)") }
      return verdicts
    }
  }
}
