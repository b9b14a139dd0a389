import Foundation

/// An event as the store tells it (`stipple export`).
struct StoredLine: Sendable {
  let position: Int
  let stream: String
  let version: Int
  let type: String
  let eventID: String?
  /// Its data, keys sorted, so that two can be held against each other.
  let data: String
  /// The line but for what differs between two runs of the same entries: its position and clocks.
  let content: String

  init(_ line: Substring) throws {
    guard
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let position = object["position"] as? Int, let stream = object["stream"] as? String,
      let version = object["version"] as? Int, let type = object["type"] as? String,
      let data = object["data"] as? [String: Any]
    else { throw LabError("a line of an export does not read: \(line.prefix(200))") }
    self.position = position
    self.stream = stream
    self.version = version
    self.type = type
    eventID = object["event_id"] as? String
    self.data = try StoredLine.sorted(data)
    var content = object
    for key in ["position", "recorded_at", "clock"] { content[key] = nil }
    self.content = try StoredLine.sorted(content)
  }

  /// An object's JSON, keys sorted.
  static func sorted(_ object: [String: Any]) throws -> String {
    let bytes = try JSONSerialization.data(
      withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Bench {
  /// The store's events after a position, in their order.
  /// - Throws: ``LabError`` where `export` does not end with 0.
  func events(of store: String, after position: Int = 0) throws -> [StoredLine] {
    var words = ["export"]
    if position > 0 { words += ["--since", "@\(position)"] }
    let answer = try run(words, store: store)
    guard answer.ending.isSuccess else { throw LabError("export: \(answer.told)") }
    return try answer.outputText.split(separator: "\n").map { try StoredLine($0) }
  }

  /// What `stipple verify` has to say against the store, or nil where it finds nothing.
  func damage(of store: String) throws -> String? {
    let answer = try run(["verify", "-q"], store: store)
    guard !answer.ending.isSuccess else { return nil }
    let findings = answer.outputText.split(separator: "\n").filter { !$0.hasSuffix("\tok") }
    return "verify: \(answer.told) \(findings.prefix(4).joined(separator: " / "))"
  }
}
