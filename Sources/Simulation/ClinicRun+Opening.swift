import Clinic
import Records

/// The day before the first: everything that must be there before a client is.
extension ClinicRun {
  mutating func openClinic() {
    let start = WallTime(day: 0, minute: 8 * 60)
    var pen = Pen(by: "U1", cursor: Int64(start.second) * 1_000_000)
    journal.enter(
      StoreOpened(clinic: settings.clinic, zone: settings.zone), store, at: start, &pen)
    enrol(from: 8 * 60 + 2)
    publish(at: WallTime(day: 0, minute: 9 * 60 + 30))
    commission(from: 9 * 60 + 40)
    define(from: 11 * 60)
    planSpecials()
  }

  private mutating func publish(at time: WallTime) {
    var pen = pen(Crew.prescriber, at: time)
    journal.enter(
      HouseProtocol.published(
        approvedBy: crew.staff[Crew.prescriber].id, edition: "edition 1"),
      Stream(kind: .protocol, number: 0, id: "R1"), at: time, &pen)
  }

  /// One pen for each practitioner, and one to spare.
  private mutating func commission(from minute: Int) {
    var time = WallTime(day: 0, minute: minute)
    var pen = pen(Crew.owner, at: time)
    for number in 0...size.practitioners {
      time.second += 40
      instruments.append(Instrument(id: "D\(number + 1)"))
      journal.enter(
        DeviceCommissioned(
          make: "Fictional Instruments", model: "Pen One",
          serial: "PO-\(chance.between(1_000...9_999))",
          maxDepthMm: ScaledDecimal(units: 250, scale: 2), kind: .pen), device(number), at: time,
        &pen)
      serve(number, at: time, &pen)
    }
    for place in crew.practitioners {
      time.second += 30
      journal.enter(
        TrainingRecorded(deviceModel: "Pen One"), colleague(place), at: time, &pen)
    }
  }

  /// The products, and the first lots of each.
  private mutating func define(from minute: Int) {
    var time = WallTime(day: 0, minute: minute)
    var pen = pen(Crew.owner, at: time)
    for (number, supply) in Formulary.all.enumerated() {
      time.second += 30
      journal.enter(
        supply.definition, Stream(kind: .product, number: number, id: Formulary.id(number)),
        at: time, &pen)
    }
    for (number, supply) in Formulary.all.enumerated() where supply.share > 0 {
      time.second += 30
      // A bargain, too large and with too short a life: what remains of it expires on the shelf.
      if supply.serum != nil {
        let uses = 12 + size.sessionsPerDay * supply.share * 2
        receive(number, uses: uses, life: chance.between(45...60), at: time, &pen)
      }
      receive(number, at: time, &pen)
    }
  }

  /// What comes but now and then, told by the calendar rather than by the sessions.
  private mutating func planSpecials() {
    let weeks = size.weeks
    for week in stride(from: 6, to: weeks * 2, by: 9) {
      let device = chance.below(size.practitioners)
      let broken = week * 7 + chance.below(5)
      agenda.add(.breakDown(device: device), day: broken, minute: 18 * 60 + 35)
    }
  }
}
