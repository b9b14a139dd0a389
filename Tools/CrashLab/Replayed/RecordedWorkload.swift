import Foundation

/// A store's first day, every change to its files written down: made, recorded into one by one, imported
/// in batches, corrected, its tables made anew.
struct RecordedWorkload {
  /// The recording's file.
  let recording: String
  /// The store as it was left.
  let store: String
  /// The changes in the recording.
  private(set) var changes = 0

  private let bench: Bench
  private let surroundings: [String: String]

  init(_ bench: Bench, seed: UInt64) throws {
    self.bench = bench
    var chance = Generator(seed: seed)
    let folder = try bench.folder("recorded")
    (store, recording) = (folder + "/clinic.stipple", folder + "/recording")
    surroundings = [
      "LD_PRELOAD": try bench.preload("recorder"), "CRASHLAB_RECORD": recording,
      "CRASHLAB_FOLDER": store,
    ]
    try day(&chance)
    let recorded = try Recording(at: recording)
    changes = recorded.changes.count
    guard recorded.acknowledged.last.flatMap({ $0 }) ?? 0 > 20, changes > 100 else {
      throw LabError("the recorder saw \(changes) changes only")
    }
  }

  private func day(_ chance: inout Generator) throws {
    try command([
      "init", store, "--clinic", "Crash Lab", "--zone", "Europe/London", "-q",
    ])
    try command(["record", "staff-enrolled", "staff/U1", "name=A. Owner", "role=owner"])
    try command([
      "record", "client-registered", "client/C1", "name=A. Client", "born_on=1984-07-19",
    ])
    var next = 0
    func entry() -> LabEntry {
      next += 1
      return LabEntry(id: "E\(next)", &chance)
    }
    for _ in 0..<6 { try command(entry().words) }
    try command(["correct", "@3", "name=Another Client", "--reason", "transcription"])
    let lines = try (0..<chance.within(12...20)).map { _ in try entry().line }
    try command(
      ["import", bench.file("lines", lines: lines), "--batch", "\(chance.within(2...6))"])
    try command(["rebuild", "-q"])
    for _ in 0..<chance.within(4...8) { try command(entry().words) }
  }

  /// Runs one command under the recorder, and marks what it has acknowledged.
  private func command(_ words: [String]) throws {
    let isInit = words[0] == "init"
    try bench.need(words, store: isInit ? nil : store, environment: surroundings)
    let answer = try bench.need(["query", "-c", "select count(*) from events"], store: store)
    guard let last = answer.outputText.split(separator: "\n").last, let head = Int(last) else {
      throw LabError("no count: \(answer.told)")
    }
    let file = try FileHandle(forWritingTo: URL(filePath: recording))
    defer { try? file.close() }
    try file.seekToEnd()
    try file.write(contentsOf: Recording.mark(acknowledging: head))
  }
}
