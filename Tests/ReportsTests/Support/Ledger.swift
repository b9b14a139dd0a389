import ClinicStore
import Foundation
import Testing

/// A clinic's log written by hand and taken into a store as recorded: every time in it is known.
///
/// Times are UTC on 1 March 2026 unless a day is given, `03-05 10:00`.
final class Ledger {
  private let folder: URL
  private(set) var lines: [String] = []
  private var versions: [String: Int] = [:]
  private var lastRecorded = ""

  init(zone: String = "UTC") throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("reports-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    add(
      "store/main", "store-opened", #"{"clinic":"Fictional","zone":"\#(zone)"}"#, at: "01-05 08:00")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func time(_ text: String) -> String {
    let parts = text.split(separator: " ")
    let day = parts.count == 2 ? String(parts[0]) : "03-01"
    return "2026-\(day)T\(parts[parts.count - 1]):00Z"
  }

  /// Adds one entry, recorded when it happened unless another time is given; its position.
  @discardableResult
  func add(
    _ stream: String, _ type: String, _ data: String = "{}", at: String, recorded: String? = nil,
    by: String = "U1", performedBy: String? = nil, mode: String = "live", reason: String? = nil,
    deviations: String = "[]"
  ) -> Int {
    let occurred = Self.time(at)
    let recorded = max(recorded.map(Self.time) ?? occurred, lastRecorded)
    lastRecorded = recorded
    versions[stream, default: 0] += 1
    let position = lines.count + 1
    let why = reason.map { #","late_reason":"\#($0)""# } ?? ""
    lines.append(
      #"{"position":\#(position),"stream":"\#(stream)","version":\#(versions[stream] ?? 0),"#
        + #""type":"\#(type)","schema":1,"occurred_at":"\#(occurred)","recorded_at":"\#(recorded)","#
        + #""clock":"\#(recorded)","recorded_by":"\#(by)","performed_by":"\#(performedBy ?? by)","#
        + #""entry_mode":"\#(mode)"\#(why),"deviations":\#(deviations),"data":\#(data)}"#)
    return position
  }

  /// The place of the entry at `position` in its own stream.
  func version(of position: Int) throws -> Int {
    let line = try JSONSerialization.jsonObject(with: Data(lines[position - 1].utf8))
    return try #require((line as? [String: Any])?["version"] as? Int)
  }

  private func stream(of position: Int) throws -> String {
    let line = try JSONSerialization.jsonObject(with: Data(lines[position - 1].utf8))
    return try #require((line as? [String: Any])?["stream"] as? String)
  }

  /// Corrects a field of the entry at `position`; the values are JSON.
  @discardableResult
  func correct(
    _ position: Int, _ field: String, _ was: String, to now: String,
    reason: String = "transcription", at: String = "03-04 18:00"
  ) throws -> Int {
    let target = try version(of: position)
    return add(
      try stream(of: position), "entry-corrected",
      #"{"target":\#(target),"field":"\#(field)","was":\#(was),"now":\#(now),"reason":"\#(reason)"}"#,
      at: at, by: "U2")
  }

  /// Strikes out the entry at `position`.
  @discardableResult
  func strike(_ position: Int, at: String = "03-04 19:00") throws -> Int {
    let target = try version(of: position)
    return add(
      try stream(of: position), "entry-struck-out",
      #"{"target":\#(target),"reason":"never_happened"}"#, at: at, by: "U2")
  }

  /// The store that has taken every line so far.
  func store() throws -> ClinicStore {
    let name = UUID().uuidString
    let file = folder.appendingPathComponent("\(name).ndjson")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let store = try ClinicStore.openOrCreateEmpty(at: folder.appendingPathComponent(name).path)
    let outcome = try store.importAsRecorded(try LineSource(path: file.path), isDryRun: false)
    #expect(outcome.recorded == lines.count)
    return store
  }
}
