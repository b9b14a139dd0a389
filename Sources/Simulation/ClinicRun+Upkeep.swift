import Clinic
import Records

/// Shelves, pens and the looking at records.
extension ClinicRun {
  // MARK: Lots

  /// Throws away what has expired and buys what runs short, before the doors open.
  mutating func keepShelves() {
    let time = WallTime(day: day, minute: 8 * 60 + 10)
    var pen = pen(crew.assistants[0], at: time)
    for product in Formulary.all.indices where Formulary.all[product].share > 0 {
      for lot in stock.shelf[product] where isDue(lot) { dispose(lot, "expired", at: time, &pen) }
      let weekly = size.sessionsPerDay * Formulary.all[product].share * 6 / 100
      if stock.uses(of: product, on: day + 1) < 6 + weekly { receive(product, at: time, &pen) }
    }
    if day % 45 == 30 { quarantine(at: time, &pen) }
    if day % 61 == 40, let lot = stock.lot(of: Formulary.hyaluronic, on: day) {
      let celsius = ScaledDecimal(units: Int64(chance.between(262...291)), scale: 1)
      journal.enter(
        StorageExcursionRecorded(celsius: celsius, minutes: Int64(chance.between(20...90))),
        self.lot(lot), at: time, &pen)
    }
  }

  /// Whether an expired lot is noticed today; not while one is still to be used by mistake.
  private func isDue(_ lot: Int) -> Bool {
    let isWanted =
      wishes.expiredLot < sessions.count + 60 && stock.expired(on: day).map { $0 == lot } ?? false
    return !stock.lots[lot].isInDate(day) && day >= stock.lots[lot].disposal && !isWanted
  }

  mutating func receive(_ product: Int, at time: WallTime, _ pen: inout Pen) {
    let supply = Formulary.all[product]
    let weekly = size.sessionsPerDay * supply.share * 6 / 100
    receive(
      product, uses: max(12, weekly * 5 + supply.usesPerUnit), life: chance.between(supply.life),
      at: time, &pen)
  }

  mutating func receive(
    _ product: Int, uses: Int, life: Int, at time: WallTime, _ pen: inout Pen
  ) {
    let supply = Formulary.all[product]
    let units = (uses + supply.usesPerUnit - 1) / supply.usesPerUnit
    let number = stock.receive(
      product, uses: units * supply.usesPerUnit, on: day, expires: day + life,
      disposal: day + life + chance.between(1...12))
    journal.enter(
      LotReceived(
        product: Formulary.id(product), lotNo: "\(supply.prefix)26\(1_000 + number * 7)",
        expiresOn: journal.date(day + life), supplier: "Fictional Wholesale",
        quantity: ScaledDecimal(units: Int64(units) * 100, scale: 2), unit: supply.unit),
      lot(number), at: time, &pen)
  }

  mutating func dispose(_ number: Int, _ reason: String, at time: WallTime, _ pen: inout Pen) {
    let supply = Formulary.all[stock.lots[number].product]
    let units = max(1, stock.lots[number].remaining / supply.usesPerUnit)
    journal.enter(
      LotDisposed(quantity: ScaledDecimal(units: Int64(units) * 100, scale: 2), reason: reason),
      lot(number), at: time, &pen)
    stock.takeOff(number)
  }

  private mutating func quarantine(at time: WallTime, _ pen: inout Pen) {
    let product = chance.pick([Formulary.hyaluronic, Formulary.lidocaine, Formulary.mask])
    guard let number = stock.lot(of: product, on: day) else { return }
    let back = Diary.workday(day + 3)
    stock.hold(number, until: back + 1)
    journal.enter(
      LotQuarantined(reason: "A carton was damaged; asked the wholesaler."), lot(number), at: time,
      &pen)
    agenda.add(.release(lot: number), day: back, minute: 17 * 60)
    if stock.uses(of: product, on: day + 1) < 6 + size.sessionsPerDay * 6 {
      receive(product, at: time, &pen)
    }
  }

  mutating func release(_ number: Int, at time: WallTime) {
    guard !stock.lots[number].isRecalled else { return }
    var pen = pen(crew.assistants[0], at: time)
    journal.enter(
      LotReleased(reason: "The wholesaler answered: only the outer carton."), lot(number),
      at: time, &pen)
  }

  /// The lot to take from, entered as opened with its first use.
  ///
  /// Where the shelf is empty a courier brings one, which others have from tomorrow on.
  mutating func draw(
    _ product: Int, for client: Int, in session: Int, at time: WallTime, _ pen: inout Pen
  ) -> Int {
    if let number = stock.lot(of: product, on: day) {
      take(number, for: client, in: session, at: time, &pen)
      return number
    }
    var courier = self.pen(crew.assistants[0], at: time.adding(minutes: -1))
    receive(product, at: time.adding(minutes: -1), &courier)
    let number = stock.lots.count - 1
    stock.hold(number, until: day + 1)
    pen.cursor = max(pen.cursor, courier.cursor)
    take(number, for: client, in: session, at: time, &pen)
    return number
  }

  mutating func take(
    _ number: Int, for client: Int, in session: Int, at time: WallTime, _ pen: inout Pen
  ) {
    if !stock.lots[number].isOpened {
      stock.open(number)
      journal.enter(LotOpened(), lot(number), at: time, &pen)
    }
    stock.use(number, by: client, in: session)
  }

  // MARK: Pens

  mutating func serve(_ number: Int, at time: WallTime, _ pen: inout Pen) {
    journal.enter(
      DeviceServiced(nextDueOn: journal.date(day + 180)), device(number), at: time, &pen)
    agenda.add(
      .service(device: number), day: Diary.workday(day + chance.between(160...175)),
      minute: 8 * 60 + 20)
  }

  mutating func service(_ number: Int, at time: WallTime) {
    var pen = pen(Crew.owner, at: time)
    serve(number, at: time, &pen)
  }

  mutating func breakDown(_ number: Int, at time: WallTime) {
    guard !instruments.contains(where: \.isWithdrawn) else { return }
    var pen = pen(crew.practitioners[number], at: time)
    instruments[number].isWithdrawn = true
    journal.enter(
      DeviceFaultReported(fault: "The motor stutters at the two highest levels."), device(number),
      at: time, &pen)
    journal.enter(
      DeviceWithdrawn(reason: "Until serviced."), device(number), at: time.adding(minutes: 2),
      &pen)
    agenda.add(
      .repair(device: number), day: Diary.workday(day + chance.between(2...4)),
      minute: 8 * 60 + 25)
  }

  mutating func repair(_ number: Int, at time: WallTime) {
    var pen = pen(Crew.owner, at: time)
    instruments[number].isWithdrawn = false
    serve(number, at: time, &pen)
    journal.enter(
      DeviceReturned(reason: "Motor replaced."), device(number), at: time.adding(minutes: 1), &pen)
  }

  /// A practitioner's own pen, or the spare one.
  func instrument(of practitioner: Int) -> Int {
    instruments[practitioner].isWithdrawn ? size.practitioners : practitioner
  }

  // MARK: Looking at records

  /// Somebody looks something up; once a month the auditor looks at many.
  mutating func planUpkeep() {
    guard charts.count > 3 else { return }
    if chance.percent(30) {
      let time = WallTime(day: day, minute: chance.between(560...1_030))
      var pen = pen(chance.percent(50) ? crew.desk[0] : Crew.prescriber, at: time)
      let purpose = chance.pick([AccessPurpose.booking, .treatment, .aftercare, .clientRequest])
      journal.enter(
        RecordViewed(
          purpose: purpose, view: "show client",
          clients: ["C\(chance.below(charts.count) + 1)"]), store, at: time, &pen)
    }
    if day % 28 == 24 {
      let time = WallTime(day: day, minute: 17 * 60 + 45)
      var pen = pen(Crew.auditor, at: time)
      let first = chance.below(charts.count)
      journal.enter(
        RecordViewed(
          purpose: .audit, view: "session_audit",
          clients: (first..<min(first + 8, charts.count)).map { "C\($0 + 1)" }), store, at: time,
        &pen)
    }
    if day % 90 == 50 {
      let time = WallTime(day: day, minute: 17 * 60 + 50)
      var pen = pen(Crew.owner, at: time)
      journal.enter(
        RecordExported(
          format: .csv, sha256: paper(), recipient: "Fictional Mutual Insurance", basis: .insurance),
        store, at: time, &pen)
    }
  }
}
