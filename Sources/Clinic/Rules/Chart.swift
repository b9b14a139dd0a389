import Records

/// A client as rules ask about them: the chart that is kept, with every duplicate merged into it.
///
/// So an allergy written into a duplicate still counts, whichever chart a session names.
struct Chart {
  /// The id of the chart that is kept.
  let id: String
  /// The state of each chart, the one kept first.
  let clients: [Kept<Client>]

  /// The last thing said of a consent by `moment`.
  func consent(_ kind: ConsentKind, at moment: Instant) -> ConsentPeriod? {
    clients.compactMap { $0.row.consent(kind, at: moment) }.latest
  }

  /// The contraindications open at `moment` of that severity, on the clinic's `day`.
  ///
  /// One with an end date holds through that day.
  func contraindications(
    _ severity: ContraindicationSeverity, at moment: Instant, on day: CalendarDate
  ) -> [ContraindicationPeriod] {
    clients.flatMap { $0.row.contraindications(at: moment) }.filter { period in
      period.severity == severity && period.until.map { day <= $0 } ?? true
    }
  }

  /// The last medical history taken by `moment`.
  func history(at moment: Instant) -> HistoryPeriod? {
    clients.compactMap { $0.row.history(at: moment) }.latest
  }

  /// Whether the last confirmation by `moment` found the history changed, and none was taken since.
  func isHistoryOutdated(at moment: Instant) -> Bool {
    let last = clients.compactMap { $0.row.historyPeriods.last(at: moment) }.latest
    return last?.confirmed == true && last?.unchanged == false
  }

  /// The classes of substance that an allergy was recorded to by `moment`.
  func allergies(at moment: Instant) -> Set<SubstanceClass> {
    Set(clients.flatMap { $0.row.history(at: moment)?.allergyClasses ?? [] })
  }

  /// The client's age in whole years; nil where no date of birth is known.
  func age(on day: CalendarDate) -> Int? {
    guard let born = clients.lazy.compactMap(\.row.bornOn).first?.components else { return nil }
    let today = day.components
    let hadBirthday = (today.month, today.day) >= (born.month, born.day)
    return today.year - born.year - (hadBirthday ? 0 : 1)
  }
}

extension Array where Element: Dated {
  /// The last to happen; of two at one moment, the one recorded later.
  fileprivate var latest: Element? { self.max { ($0.from, $0.position) < ($1.from, $1.position) } }
}

extension ClinicView {
  /// A client by any of their charts; nil where there is no such client.
  func chart(_ client: String?) -> Chart? {
    guard let client else { return nil }
    let id = chart(of: client)
    guard let kept = state(Client.self, id) else { return nil }
    var clients = [kept]
    var next = 0
    while next < clients.count {
      // Nearly no chart has a duplicate, so that hardly ever more than one is looked through.
      for duplicate in charts(mergedInto: clients[next].row.id)
      where !clients.contains(where: { $0.row.id == duplicate.row.id }) {
        clients.append(duplicate)
      }
      next += 1
    }
    return Chart(id: id, clients: clients)
  }
}
