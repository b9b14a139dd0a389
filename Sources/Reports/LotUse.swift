public import Clinic
import EventLog
import Records

/// One entry that names a lot, now or before it was corrected.
public struct LotUse: Hashable, Sendable {
  /// How the entry names the lot.
  public enum Standing: Hashable, Sendable {
    /// It named this lot, and still does.
    case named
    /// It named another lot first, or none, and was corrected to this one.
    case corrected(from: String?)
    /// It named this lot once, and was corrected to another, or to none.
    case correctedAway(to: String?)
    /// It named this lot, and is struck out.
    case struckOut
  }

  /// The row of `lot_usage`.
  public let fact: LotUsageFact
  /// The lot that is asked of.
  public let lot: String
  /// How the entry names it.
  public let standing: Standing

  /// The use of `lot` that a row of `lot_usage` tells of.
  public init(of lot: String, _ fact: LotUsageFact) {
    self.fact = fact
    self.lot = lot
    if fact.struck {
      standing = .struckOut
    } else if fact.lot == lot {
      standing = fact.firstLot == lot ? .named : .corrected(from: fact.firstLot)
    } else {
      standing = .correctedAway(to: fact.lot)
    }
  }

  /// Whether the entry, as it reads now, says that this lot was used.
  public var isNow: Bool {
    switch standing {
    case .named, .corrected: true
    case .correctedAway, .struckOut: false
    }
  }

  /// The standing in words.
  public var standingText: String {
    switch standing {
    case .named: "named"
    case .corrected(let first?): "named \(first) first, then corrected to \(lot)"
    case .corrected(nil): "no lot first, then corrected to \(lot)"
    case .correctedAway(let now?): "named first, then corrected to \(now)"
    case .correctedAway(nil): "named first, then taken away"
    case .struckOut: "struck out"
    }
  }
}

extension LotUse {
  /// The uses in one entry: of each lot that it names now, or named first.
  static func all(in effective: EffectiveEvent, _ subject: Subject) throws(RecordError) -> [LotUse]
  {
    var uses: [LotUse] = []
    for row in facts(of: effective, subject, in: TableSet([LotUsageFact.table])) {
      let fact = try LotUsageFact(record: row.bytes.span.bytes)
      var lots = [fact.lot, fact.firstLot].compactMap { $0 }
      if lots.count == 2, lots[0] == lots[1] { lots.removeLast() }
      uses += lots.map { LotUse(of: $0, fact) }
    }
    return uses
  }
}
