import Clinic
import Records

/// The diary: who is to come, and who does.
extension ClinicRun {
  /// Books, and lets chance decide what becomes of it.
  mutating func book(
    _ purpose: Purpose, for number: Int, notBefore first: Int, _ channel: Channel,
    at time: WallTime, _ pen: inout Pen
  ) {
    let slot = diary.take(
      halfHours(purpose, number), with: charts[number].practitioner, from: max(first, day + 1),
      &chance)
    guard let slot else { return }
    charts[number].isBooked = true
    let visit = visits.count
    visits.append(Visit(client: number, purpose: purpose, slot: slot))
    let practitioner = crew.staff[crew.practitioners[slot.practitioner]].id
    journal.enter(
      BookingMade(
        client: "C\(number + 1)", course: charts[number].course.map { "K\($0 + 1)" },
        service: Self.service(purpose), practitioner: practitioner,
        room: "R\(slot.practitioner + 1)", startsAt: journal.instant(slot.starts),
        endsAt: journal.instant(slot.ends), channel: channel), booking(visit), at: time, &pen)
    decideFate(of: visit)
    expect(visit)
  }

  private static func service(_ purpose: Purpose) -> String {
    switch purpose {
    case .consultation: "consultation"
    case .session: "microneedling, face"
    case .followUp: "follow-up"
    }
  }

  private func halfHours(_ purpose: Purpose, _ number: Int) -> Int {
    guard case .session = purpose else { return 1 }
    guard case .accepts(let product) = charts[number].habit else { return 2 }
    return product == Formulary.lidocainePrilocaine ? 4 : 3
  }

  private mutating func decideFate(of visit: Int) {
    let slot = visits[visit].slot
    guard slot.day > day + 2 else { return }
    let share = chance.below(100)
    let before = Diary.workday(max(day + 1, slot.day - chance.between(1...4)))
    let minute = chance.between(550...1_070)
    if share < 8 {
      visits[visit].isForgotten = true
    } else if share < 15, before < slot.day {
      agenda.add(.cancel(booking: visit), day: before, minute: minute)
    } else if share < 21, before < slot.day {
      agenda.add(.reschedule(booking: visit), day: before, minute: minute)
    }
  }

  /// The visit itself, and a reminder before it.
  private mutating func expect(_ visit: Int) {
    let slot = visits[visit].slot
    agenda.add(.come(booking: visit), day: slot.day, minute: slot.starts.second / 60 - 8)
    let reminder = slot.day - 2
    if reminder > day, !Diary.isClosed(reminder), chance.percent(85) {
      agenda.add(.remind(booking: visit), day: reminder, minute: 9 * 60 + chance.below(30))
    }
  }

  mutating func remind(_ visit: Int, at time: WallTime) {
    guard visits[visit].stands, visits[visit].slot.day == day + 2 else { return }
    var pen = pen(atDesk(), at: time)
    journal.enter(
      ReminderSent(
        channel: chance.percent(80) ? .sms : .email, delivered: chance.percent(96)),
      booking(visit), at: time, &pen)
  }

  mutating func cancel(_ visit: Int, at time: WallTime) {
    guard visits[visit].stands else { return }
    let client = visits[visit].client
    visits[visit].stands = false
    charts[client].isBooked = false
    diary.free(visits[visit].slot)
    var pen = pen(atDesk(), at: time)
    journal.enter(
      BookingCancelled(
        by: chance.percent(85) ? .client : .clinic, reason: chance.pick(Phrases.cancelled)),
      booking(visit), at: time, &pen)
    returnOrLeave(client, visits[visit].purpose, share: 70)
  }

  mutating func reschedule(_ visit: Int, at time: WallTime) {
    guard visits[visit].stands else { return }
    let old = visits[visit].slot
    let slot = diary.take(
      old.length, with: old.practitioner, from: old.day + chance.between(1...7), &chance)
    guard let slot, slot.practitioner == old.practitioner else {
      if let slot { diary.free(slot) }
      return
    }
    diary.free(old)
    visits[visit].slot = slot
    visits[visit].isForgotten = false
    var pen = pen(atDesk(), at: time)
    journal.enter(
      BookingRescheduled(
        startsAt: journal.instant(slot.starts), endsAt: journal.instant(slot.ends), by: .client,
        reason: chance.pick(Phrases.cancelled)), booking(visit), at: time, &pen)
    expect(visit)
  }

  /// Rings up again in some days, or is not heard of any more.
  mutating func returnOrLeave(_ client: Int, _ purpose: Purpose, share: Int) {
    if chance.percent(share) {
      agenda.add(
        .rebook(client: client, daysAhead: chance.between(2...12)),
        day: Diary.workday(day + chance.between(1...9)), minute: chance.between(560...1_060))
    } else if let course = charts[client].course, purpose == .session, chance.percent(60) {
      agenda.add(
        .abandon(course: course), day: Diary.workday(day + chance.between(40...70)),
        minute: 16 * 60 + 30)
    }
  }

  mutating func rebook(_ number: Int, daysAhead: Int, at time: WallTime) {
    guard !charts[number].isBooked, !charts[number].isBlocked else { return }
    var pen = pen(atDesk(), at: time)
    let channel: Channel = chance.percent(60) ? .phone : .online
    guard let course = charts[number].course else {
      guard !charts[number].hasHistory else { return }
      book(.consultation, for: number, notBefore: day + daysAhead, channel, at: time, &pen)
      return
    }
    guard !courses[course].isEnded else { return }
    if courses[course].done >= courses[course].planned {
      book(.followUp, for: number, notBefore: day + daysAhead, channel, at: time, &pen)
    } else {
      let earliest = charts[number].lastDay + HouseProtocol.minimumIntervalDays
      book(
        .session, for: number, notBefore: max(day + daysAhead, earliest), channel, at: time, &pen)
    }
  }

  /// The first session: a week later at least, when the patch test is read.
  mutating func bookFirst(
    _ number: Int, _ channel: Channel, at time: WallTime, _ pen: inout Pen
  ) {
    book(
      .session, for: number, notBefore: day + chance.between(6...12), channel, at: time, &pen)
  }

  // MARK: The day itself

  mutating func come(_ visit: Int, at time: WallTime) {
    let slot = visits[visit].slot
    guard visits[visit].stands, slot.day == day, time.second / 60 == slot.starts.second / 60 - 8
    else { return }
    let client = visits[visit].client
    if visits[visit].purpose == .session, sessions.count >= settings.sessions { return }
    visits[visit].stands = false
    charts[client].isBooked = false
    guard !visits[visit].isForgotten else {
      let noticed = slot.starts.adding(minutes: 20)
      var pen = pen(atDesk(), at: noticed)
      journal.enter(
        ClientDidNotAttend(graceMinutes: 15), booking(visit), at: jitter(noticed), &pen)
      returnOrLeave(client, visits[visit].purpose, share: 65)
      return
    }
    let arrival = jitter(slot.starts.adding(minutes: -chance.between(1...7)))
    var pen = pen(atDesk(), at: arrival)
    journal.enter(ClientArrived(), booking(visit), at: arrival, &pen)
    let start = slot.starts.adding(minutes: 1)
    switch visits[visit].purpose {
    case .consultation: consult(visit, at: start)
    case .session:
      if visit % 160 == 111 {
        turnAway(visit, at: start)
      } else {
        treat(visit, at: start)
      }
    case .followUp: followUp(visit, at: start)
    }
  }

  private mutating func turnAway(_ visit: Int, at time: WallTime) {
    var pen = pen(atDesk(), at: time)
    journal.enter(
      ClientTurnedAway(reason: "Fever; not to be treated today."), booking(visit), at: time, &pen)
    returnOrLeave(visits[visit].client, .session, share: 95)
  }
}
