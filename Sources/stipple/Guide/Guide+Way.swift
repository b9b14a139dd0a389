import Clinic
import ClinicStore
import EventLog
import Records

/// The way through a visit: from where it begins or was left, part by part.
extension Guide {
  /// Opens a session, or says which one is taken up.
  func begin() throws {
    guard let session = visit.session else {
      while try take(VisitPlan.opening) == .skipped, visit.session == nil {
        try talk.complain(
          Message("there is no visit without a session", hint: "leave", status: .badInput))
      }
      return
    }
    guard !visit.isOver else {
      throw Message(
        "session \(session.id) is \(session.closedAt == nil ? "abandoned" : "closed") already",
        hint: "stipple session \(client) opens the next one", status: .refused)
    }
    let opened = session.openedAt.map { visit.zone.display($0) } ?? "before"
    try talk.say(["", "session \(session.id), opened \(opened), is taken up where it was left"])
    if let openedAt = session.openedAt, visit.zone.date(openedAt) != visit.day {
      try talk.remark("it was opened on another day: leave, if that visit is over")
    }
    if let pause = visit.pauseTold { try talk.remark(pause) }
    let missing = self.missing(through: furthest)
    if !missing.isEmpty {
      try talk.say(CheckIn.wrapped("missing so far", missing, width: talk.width))
    }
  }

  /// Goes through a part; false if somebody had enough of it.
  func go(through part: Part, resuming: Bool) throws -> Bool {
    guard !visit.isOver else { return false }
    switch part {
    case .step(let step):
      // What was passed over before the visit was left is named as missing, not asked again.
      let isBehind = resuming && furthest.contains(step.name)
      guard step.isWanted(visit), !isBehind else { return true }
      return try take(step) == .done
    case .rounds(let rounds):
      guard rounds.isDue(visit) else { return true }
      if resuming, rounds.parts.allSatisfy({ $0.steps.allSatisfy { furthest.contains($0.name) } }),
        rounds.prompt != nil
      {
        return true
      }
      let isBegun = resuming && rounds.isBegun(visit)
      if isBegun, !rounds.isOpen(visit) {
        guard try wantsAnother(rounds) else { return true }
      }
      var isResuming = isBegun
      var rounded = isBegun ? 1 : 0
      repeat {
        for (index, part) in rounds.parts.enumerated() {
          let isTaken = try go(through: part, resuming: isResuming)
          if visit.isOver { return false }
          if !isTaken, index == 0 { return rounded > 0 }
        }
        rounded += 1
        isResuming = false
      } while try wantsAnother(rounds)
      return true
    }
  }

  private func wantsAnother(_ rounds: Rounds) throws -> Bool {
    guard rounds.isDue(visit) else { return false }
    let isUsual = rounds.expectsMore(visit)
    guard let prompt = rounds.prompt else { return isUsual }
    while true {
      switch try ask(.yesOrNo(prompt(visit), usual: isUsual), while: rounds.isDue) {
      case .value(.boolean(let isWanted)): return isWanted
      case .skip: return false
      case .back:
        try talk.complain(firstQuestion)
      case .value, .excused: return isUsual
      }
    }
  }
}
