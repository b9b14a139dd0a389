import ClinicSQL
import ClinicStore
import EventLog
import Foundation
import Glibc

/// Reads damaged copies, one a case, and holds every answer against the sound store's.
struct FlipProbe: Probe {
  static let name = "flips"

  private let sound: SoundStore
  private let questions: Questions
  private let events: [StoredEvent]
  private let seed: UInt64
  private let way: DamagedCopy.Way
  private let scratch: String

  /// A case that takes longer hangs.
  private static let patience: UInt32 = 60

  /// The arguments: the sound store, the seed, `chance` or `planted`.
  init(_ arguments: [String], scratch: String) throws {
    guard arguments.count == 3, let seed = UInt64(arguments[1]) else {
      throw LabError("flips takes STORE SEED WAY")
    }
    sound = try SoundStore(at: arguments[0])
    let store = try ClinicStore.open(at: arguments[0])
    questions = try Questions(store)
    var events: [StoredEvent] = []
    try store.forEachEvent(EventRange()) { event in
      events.append(event)
      return true
    }
    self.events = events
    self.seed = seed
    way = arguments[2] == "planted" ? .plantedRow : .chance
    self.scratch = scratch
  }

  func find(_ number: Int) throws -> Finding {
    alarm(Self.patience)
    defer { alarm(0) }
    var finding = Finding(number)
    let copy = sound.copy(number, seed: seed, way)
    let folder = "\(scratch)/clinic.stipple"
    try copy.write(to: folder)
    defer { copy.clear(folder) }
    // First: an opening makes tables anew where it does not know by which folds they were made.
    let isFound = verify(folder)
    var answers = Answers()
    ask(folder, &answers)
    finding.counts.append(answers.summary)
    if isFound { finding.counts.append("found by verify") }
    for wrong in answers.wrong { finding.faults.append("\(copy.what): \(wrong)") }
    if copy.mustBeFound, !isFound {
      finding.faults.append("\(copy.what): verify found nothing")
    }
    // By class, what was not both found by verify and told by every answer.
    if !isFound || answers.told == 0 {
      finding.details.append(
        "in \(copy.what): \(isFound ? "found" : "unseen") by verify, \(answers.summary)")
    }
    return finding
  }

  /// What was answered of a copy.
  private struct Answers {
    var told = 0
    var same = 0
    /// Rows were left out, and nothing was said.
    var short = 0
    /// Rows, or events, that the sound store does not have.
    var wrong: [String] = []

    var summary: String {
      if !wrong.isEmpty { return "answered wrong" }
      if short > 0 { return "answered short" }
      return told > 0 ? "told" : "answered the same"
    }
  }

  private func ask(_ folder: String, _ answers: inout Answers) {
    guard let store = try? ClinicStore.open(at: folder), let database = try? Connection(store)
    else {
      answers.told += 1
      return
    }
    for question in questions.all {
      guard let rows = try? Questions.rows(question.sql, database) else {
        answers.told += 1
        continue
      }
      if rows == question.rows {
        answers.same += 1
      } else if question.isShort(rows) {
        answers.short += 1
      } else if rows.sorted() == question.rows.sorted() {
        // No order was asked for.
        answers.same += 1
      } else {
        answers.wrong.append(question.sql)
      }
    }
    var found: [StoredEvent] = []
    do {
      try store.forEachEvent(EventRange()) { event in
        found.append(event)
        return true
      }
      if found != events { answers.wrong.append("the events of the log") }
    } catch {
      answers.told += 1
    }
    for stream in Set(events.map(\.envelope.stream)).prefix(20) {
      guard let found = try? store.events(of: stream) else {
        answers.told += 1
        continue
      }
      let right = events.filter { $0.envelope.stream == stream }
      if found == right { continue }
      if found.elementsEqual(right.prefix(found.count)) {
        answers.short += 1
      } else {
        answers.wrong.append("the events of a stream")
      }
    }
  }

  private func verify(_ folder: String) -> Bool {
    guard let verification = try? ClinicStore.verify(at: folder) else { return true }
    return !verification.isSound
  }
}
