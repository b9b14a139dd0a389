import Foundation

/// The program's own commands on damaged copies: each says the same as of the sound store, or tells.
struct DamagedCommands: Sendable {
  private let bench: Bench
  private let sound: SoundStore
  /// What is asked, and what the sound store answers.
  private let asked: [(words: [String], answer: [UInt8])]

  private static let record = ["record", "note-added", "client/C1", "note=after the damage"]

  init(_ bench: Bench, store: String) throws {
    self.bench = bench
    sound = try SoundStore(at: store)
    let tables = try bench.need(["query", "--mode", "tsv", "-c", ".tables"], store: store)
    var all = ""
    for line in tables.outputText.split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t")
      if cells.count > 1, cells[1] == "table" { all += "select * from \(cells[0]);\n" }
    }
    let first = try bench.need(["query", "-c", "select min(id) from sessions"], store: store)
    let session = first.outputText.split(separator: "\n").last.map(String.init) ?? "S1"
    let wishes: [[String]] = [
      ["query", "-c", all], ["show", "session/\(session)"], ["audit", "session/\(session)"],
      ["log"],
    ]
    var asked: [(words: [String], answer: [UInt8])] = []
    for words in wishes {
      let answer = try bench.run(words, store: store)
      guard case .exited(let status) = answer.ending, status < 3 else {
        throw LabError("the sound store: \(words[0]): \(answer.told)")
      }
      asked.append((words, answer.output))
    }
    self.asked = asked
  }

  /// What the commands did not do as they must on a copy.
  func faults(of number: Int, isKiller: Bool) throws -> [String] {
    let copy = sound.copy(number, seed: bench.seed, .chance)
    let folder = bench.fresh("damaged") + ".stipple"
    try copy.write(to: folder)
    defer { copy.clear(folder) }
    var faults: [String] = []
    // First, since the others may heal what is harmed: tables of damaged folds' versions are made anew.
    let verified = try bench.run(["verify"], store: folder)
    if let fault = Self.fault(of: verified, isVerify: true) {
      faults.append("\(copy.what): verify: \(fault)")
    }
    if verified.ending == .exited(0), copy.mustBeFound || isKiller {
      faults.append("\(copy.what): verify found nothing")
    }
    for (words, right) in asked {
      let answer = try bench.run(words, store: folder)
      if case .exited(0...1) = answer.ending, answer.output == right { continue }
      if let fault = Self.fault(of: answer) { faults.append("\(copy.what): \(words[0]): \(fault)") }
    }
    let recorded = try bench.run(Self.record, store: folder)
    if let fault = Self.fault(of: recorded), recorded.ending != .exited(0) {
      faults.append("\(copy.what): record: \(fault)")
    }
    return faults
  }

  /// Keeps a copy for looking at.
  func keep(_ number: Int, _ name: String) throws -> String? {
    let folder = bench.fresh("kept") + ".stipple"
    let copy = sound.copy(number, seed: bench.seed, .chance)
    try copy.write(to: folder)
    defer { copy.clear(folder) }
    return bench.keep(folder, as: name)
  }

  /// What is wrong with an answer that is not the sound store's; nil where it tells of the damage.
  private static func fault(of answer: Answer, isVerify: Bool = false) -> String? {
    if isVerify, answer.ending == .exited(0) { return nil }
    guard case .exited(let status) = answer.ending else { return answer.told }
    let hasFindings = isVerify && answer.errorText.contains("hint: ")
    guard answer.errorText.contains("error: ") || hasFindings else {
      return "it told nothing: \(answer.told)"
    }
    if answer.errorText.contains("acktrace") { return "a backtrace" }
    return [1, 3, 66, 74].contains(status) ? nil : answer.told
  }
}
