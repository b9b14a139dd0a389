import Clinic
import Records

/// Everybody who works there, and who does what.
struct Crew {
  private(set) var staff: [Colleague] = []
  /// By a practitioner's number, the place among the staff.
  private(set) var practitioners: [Int] = []
  private(set) var desk: [Int] = []
  private(set) var assistants: [Int] = []

  static let owner = 0
  static let prescriber = 1
  static let auditor = 2

  mutating func hire(practitioners count: Int, _ chance: inout Chance) {
    add(.owner, &chance)
    add(.prescriber, &chance)
    staff[Crew.prescriber].credentials = [.registration, .prescribing, .insurance]
    add(.auditor, &chance)
    for number in 0..<count {
      let place = add(.practitioner, &chance)
      staff[place].maxDepth = number % 3 == 1 ? 150 : 200
      staff[place].credentials = [.registration, .microneedling, .lifeSupport, .insurance]
      practitioners.append(place)
    }
    for _ in 0..<max(1, count / 2) { assistants.append(add(.assistant, &chance)) }
    for _ in 0..<max(1, count / 2) { desk.append(add(.frontDesk, &chance)) }
  }

  @discardableResult
  private mutating func add(_ role: StaffRole, _ chance: inout Chance) -> Int {
    staff.append(
      Colleague(id: "U\(staff.count + 1)", name: Names.person(&chance), role: role))
    return staff.count - 1
  }

  mutating func extend(_ colleague: Int, until day: Int) { staff[colleague].validTo = day }
}

extension ClinicRun {
  /// Somebody at the desk.
  mutating func atDesk() -> Int { crew.desk[chance.below(crew.desk.count)] }

  /// Enrols the staff, and enters their credentials and training.
  mutating func enrol(from minute: Int) {
    crew.hire(practitioners: size.practitioners, &chance)
    var time = WallTime(day: 0, minute: minute)
    var pen = pen(Crew.owner, at: time)
    for number in crew.staff.indices {
      time.second += 45
      let person = crew.staff[number]
      journal.enter(
        StaffEnrolled(name: person.name, role: person.role), colleague(number), at: time, &pen)
    }
    for number in crew.staff.indices where !crew.staff[number].credentials.isEmpty {
      time.second += 30
      let last = chance.between(150...700)
      grant(number, from: -400, to: last, at: time, &pen)
    }
  }

  /// Enters credentials, and plans their renewal.
  private mutating func grant(
    _ number: Int, from first: Int, to last: Int, at time: WallTime, _ pen: inout Pen
  ) {
    crew.extend(number, until: last)
    let person = crew.staff[number]
    for kind in person.credentials {
      let digits = chance.between(1_000...9_999)
      journal.enter(
        CredentialGranted(
          kind: kind, jurisdiction: "GB", number: "X-\(digits)",
          maxDepthMm: kind == .microneedling
            ? ScaledDecimal(units: Int64(person.maxDepth), scale: 2) : nil,
          validFrom: journal.date(first), validTo: journal.date(last)),
        colleague(number), at: time, &pen)
    }
    agenda.add(
      .renew(colleague: number), day: Diary.workday(last - 20), minute: chance.between(505...520))
  }

  mutating func renew(_ number: Int, at time: WallTime) {
    var pen = pen(Crew.owner, at: time)
    let last = crew.staff[number].validTo
    grant(number, from: day, to: last + 730, at: time, &pen)
  }
}
