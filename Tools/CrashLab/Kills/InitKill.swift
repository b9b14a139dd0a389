import Foundation

/// `stipple init`, killed: nothing half made looks whole, and what is to be done is said.
struct InitKill {
  let bench: Bench

  init(_ bench: Bench) { self.bench = bench }

  func strike(_ store: String, _ chance: inout Generator) throws -> [String] {
    let words = ["init", store, "--clinic", "Crash Lab", "--zone", "Europe/London", "-q"]
    let child = try bench.start(words)
    let answer = child.wait(patience: .microseconds(chance.within(3_000...40_000)))
    return try look(store, words, isDone: answer.ending.isSuccess)
  }

  /// What must hold after an `init` that may not have come to its end.
  func look(_ store: String, _ words: [String], isDone: Bool) throws -> [String] {
    let record = LabEntry(id: "first", note: "a note", on: "store/main").words
    let enrolment = ["record", "staff-enrolled", "staff/U1", "name=A. Owner", "role=owner"]
    var broken: [String] = []
    let first = try bench.run(enrolment, store: store)
    // An enrolment that was cut off before it was answered may stand.
    let isEnrolled =
      first.ending.isSuccess
      || first.ending == .exited(1) && first.errorText.contains("is there already")
    if isDone, !isEnrolled {
      return ["init ended with 0, and the store takes no entry: \(first.told)"]
    }
    if !isEnrolled {
      // Half made: told as no store, and the way out is either to init again or what a hint says.
      guard first.ending == .exited(66), first.errorText.contains("error:") else {
        return ["a half-made store is not told as one: \(first.told)"]
      }
      let again = try bench.run(words)
      if !again.ending.isSuccess {
        guard again.errorText.contains("hint:") else {
          return ["init again neither works nor says what to do: \(again.told)"]
        }
        bench.removeStore(store)
        let anew = try bench.run(words)
        if !anew.ending.isSuccess { broken.append("init anew: \(anew.told)") }
      }
      let second = try bench.run(enrolment, store: store)
      if !second.ending.isSuccess { broken.append("after init again: \(second.told)") }
    }
    let taken = try bench.run(record, store: store)
    if !taken.ending.isSuccess { broken.append("a first note: \(taken.told)") }
    if let damage = try bench.damage(of: store) { broken.append(damage) }
    bench.removeStore(store)
    return broken
  }
}

extension Bench {
  /// Removes a store and what stands beside it under its name.
  func removeStore(_ store: String) {
    let folder = (store as NSString).deletingLastPathComponent
    let name = (store as NSString).lastPathComponent
    for other in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where other == name || other.hasPrefix(name + ".") || other.hasPrefix("." + name) {
      remove("\(folder)/\(other)")
    }
  }
}
