public import Clinic
public import ClinicStore
import EventLog
import Records

/// Who got a lot, by corrected entries too, and who is told of it.
public struct RecallReport: Sendable {
  /// What was asked for: a lot's id, or a lot number.
  public let asked: String
  /// The lots that it means, in the order of their ids.
  public let lots: [LotRecall]
  /// The clinic's zone, in which the report's texts tell the time.
  public let zone: ClinicZone

  /// The recall of the lot with that id, or of every lot with that number, as of a moment; of now, if
  /// none is given.
  ///
  /// Numbers are compared trimmed and in upper case.
  /// - Throws: ``StoreError`` where there is no such lot, or what is stored is damaged.
  public init(
    of lot: String, in store: ClinicStore, at moment: Moment? = nil
  ) throws(StoreError) {
    self = try store.atOneMoment(moment) { try RecallReport(of: lot, in: $0) }
  }

  init(of lot: String, in store: Snapshot) throws {
    asked = lot
    zone = store.zone
    var found = try store.states(Lot.self, where: "lot_no_key", is: Lot.key(of: lot))
    if !found.contains(where: { $0.id == lot }), let byID = try store.state(Lot.self, lot) {
      found.append(byID)
    }
    guard !found.isEmpty else {
      throw StoreError(
        .refused, "no lot has that id or number",
        hint: "stipple query -c \"select id, lot_no, product from lots\"")
    }
    let moment = try store.moment()
    lots = try found.sorted { $0.id < $1.id }.map { try LotRecall($0, in: store, moment) }
  }
}

/// One lot of a recall.
public struct LotRecall: Sendable {
  /// One use of the lot, and whether its client is told.
  public struct Use: Hashable, Sendable {
    /// The entry that names the lot.
    public let use: LotUse
    /// The chart that the client's record goes on in; nil where the entry is no client's.
    public let chart: String?
    /// How the lot stood when it was used: free, expired, quarantined, recalled.
    public let then: String
    /// The attempts to tell the client of this lot, oldest first.
    public let notices: [RecallNotice]

    /// Whether the client was told.
    public var isTold: Bool { notices.contains(where: \.isTold) }

    /// Whether its client has to be told: the lot was put on them, or was once said to have been.
    ///
    /// An entry struck out never happened, and a suspicion is no use.
    public var asksForNotice: Bool {
      chart != nil && use.standing != .struckOut && use.fact.role != .suspect
    }
  }

  /// The lot's state now.
  public let lot: Lot
  /// Its product's state now.
  public let product: Product?
  /// How it stands at the moment of the report: free, expired, quarantined, recalled, disposed.
  public let now: String
  /// Every entry that names it or named it, by when it happened, then by position.
  public let uses: [Use]
  /// Attempts to tell clients of whom no entry names the lot.
  public let strayNotices: [RecallNotice]

  init(_ lot: Lot, in store: Snapshot, _ moment: Instant) throws {
    self.lot = lot
    now = lot.standing(at: moment, zone: store.zone)
    if let id = lot.product { product = try store.state(Product.self, id) } else { product = nil }
    let notices = try RecallNotice.all(of: lot.id, in: store)
    var uses: [Use] = []
    for fact in try Self.facts(naming: lot.id, in: store) where fact.role != .recall {
      let chart = try fact.client.map { (id) throws(StoreError) in try store.chart(of: id) }
      uses.append(
        Use(
          use: LotUse(of: lot.id, fact), chart: chart,
          then: lot.standing(at: fact.occurredAt, zone: store.zone),
          notices: notices.filter { $0.chart == chart }))
    }
    self.uses = uses.sorted {
      ($0.use.fact.occurredAt, $0.use.fact.position, $0.use.fact.ordinal)
        < ($1.use.fact.occurredAt, $1.use.fact.position, $1.use.fact.ordinal)
    }
    let charts = Set(uses.compactMap(\.chart))
    strayNotices = notices.filter { !charts.contains($0.chart) }
  }

  /// The rows of `lot_usage` that name the lot now, named it first, or named it between two
  /// corrections.
  private static func facts(naming lot: String, in store: Snapshot) throws -> [LotUsageFact] {
    let table = LotUsageFact.table
    var facts = try store.facts(LotUsageFact.self, of: table, where: "lot", is: lot)
    let first = try store.facts(LotUsageFact.self, of: table, where: "first_lot", is: lot)
    facts += first.filter { $0.lot != lot }
    var known = Set(facts.map(\.position))
    let quoted = JSONValue.string(lot).text
    let corrections = try store.facts(
      AmendmentFact.self, of: AmendmentFact.table, where: "field", is: "lot")
    for correction in corrections where correction.was == quoted || correction.now == quoted {
      guard let target = correction.target, known.insert(target).inserted,
        let event = try store.event(at: UInt64(target))
      else { continue }
      let rows = try store.facts(
        LotUsageFact.self, of: table, where: "stream", is: event.envelope.stream.text)
      facts += rows.filter { $0.position == target }
    }
    return facts
  }

  /// The charts of the clients to be told, in the order of the uses.
  public var chartsToTell: [String] {
    var seen: Set<String> = []
    return uses.filter(\.asksForNotice).compactMap(\.chart).filter { seen.insert($0).inserted }
  }

  /// The charts among them that are told.
  public var chartsTold: [String] {
    let told = Set(uses.filter(\.isTold).compactMap(\.chart))
    return chartsToTell.filter(told.contains)
  }

  /// The charts among them that are not told.
  public var chartsNotTold: [String] {
    let told = Set(chartsTold)
    return chartsToTell.filter { !told.contains($0) }
  }
}
