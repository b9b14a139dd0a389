import CSQLite
import Glibc

/// How a cursor will walk a history: what `xBestIndex` decides and `xFilter` does.
///
/// It travels between them as `idxNum`; the text in `idxStr` is for `EXPLAIN QUERY PLAN` alone.
struct HistoryPlan: Equatable {
  /// Which streams are told of.
  enum Bounds: Int32 {
    /// All of the kind.
    case all
    /// The one whose id is `argv[0]`.
    case point
    /// Those whose ids `argv[0]` lists (`sqlite3_vtab_in`).
    case points
  }

  var bounds = Bounds.all
  /// Whether the moment is the last argument.
  var hasMoment = false

  init() {}

  /// The plan of a number.
  init(number: Int32) {
    bounds = Bounds(rawValue: number & 3) ?? .all
    hasMoment = number & 4 != 0
  }

  /// The plan as a number.
  var number: Int32 { bounds.rawValue | (hasMoment ? 4 : 0) }

  /// The arguments before the moment.
  var argumentCount: Int { bounds == .all ? 0 : 1 }

  /// The plan in words.
  var description: String {
    let streams =
      switch bounds {
      case .all: "all"
      case .point: "id=?"
      case .points: "id in (?)"
      }
    return hasMoment ? streams + " as of ?" : streams
  }
}

/// What SQLite asks of a history in one call of `xBestIndex`, and the answer.
struct HistoryChoice {
  /// About how many states a row has.
  private static let states = 10.0

  private(set) var plan = HistoryPlan()
  private let moment: MomentArgument
  private var argument: Int?
  private var isOrdered = false
  private let streams: Double

  init(
    _ info: UnsafeMutablePointer<sqlite3_index_info>, _ shape: HistoryShape, count: Int
  ) {
    moment = MomentArgument(info)
    plan.hasMoment = moment.isGiven
    streams = Double(max(count, 100))
    for place in 0..<Int(info.pointee.nConstraint) {
      let constraint = info.pointee.aConstraint[place]
      // Only text compared byte by byte: what another collation takes for equal is another id.
      guard constraint.usable != 0, Int32(constraint.op) == SQLITE_INDEX_CONSTRAINT_EQ,
        Int(constraint.iColumn) == shape.id,
        let collation = sqlite3_vtab_collation(info, Int32(place)),
        strcasecmp(collation, "BINARY") == 0
      else { continue }
      let isList = sqlite3_vtab_in(info, Int32(place), -1) != 0
      // One id is less than a list of them.
      guard argument == nil || !isList else { continue }
      argument = place
      plan.bounds = isList ? .points : .point
    }
    isOrdered = Self.isWalked(info, shape, isOneStream: plan.bounds == .point)
  }

  /// Whether rows are wanted as they come: by id, and of one id the oldest state first.
  private static func isWalked(
    _ info: UnsafeMutablePointer<sqlite3_index_info>, _ shape: HistoryShape, isOneStream: Bool
  ) -> Bool {
    var wanted: [Int] = []
    for place in 0..<Int(info.pointee.nOrderBy) {
      let order = info.pointee.aOrderBy[place]
      guard order.desc == 0 else { return false }
      wanted.append(Int(order.iColumn))
    }
    if wanted.first == shape.id {
      wanted.removeFirst()
    } else if !isOneStream {
      return false
    }
    // Nothing after the version or the position tells two states of one stream apart.
    return wanted.first.map { $0 == shape.version || $0 == shape.fromPosition } ?? true
  }

  /// Tells SQLite.
  func write(to info: UnsafeMutablePointer<sqlite3_index_info>) -> Int32 {
    guard moment != .unavailable else { return SQLITE_CONSTRAINT }
    if let argument {
      // `omit` stays 0: SQLite compares each row's id itself.
      info.pointee.aConstraintUsage[argument].argvIndex = 1
      if plan.bounds == .points { _ = sqlite3_vtab_in(info, Int32(argument), 1) }
    }
    moment.write(to: info, after: plan.argumentCount)
    let told =
      switch plan.bounds {
      case .all: streams
      case .point: 1.0
      case .points: min(streams, 8)
      }
    // Each state is folded, where a table's row is only read.
    info.pointee.idxNum = plan.number
    info.pointee.estimatedCost = 3 + told * Self.states * 20
    info.pointee.estimatedRows = Int64(told * Self.states)
    info.pointee.orderByConsumed = isOrdered && info.pointee.nOrderBy > 0 ? 1 : 0
    guard let text = sqliteString(plan.description) else { return SQLITE_NOMEM }
    info.pointee.idxStr = text
    info.pointee.needToFreeIdxStr = 1
    return SQLITE_OK
  }
}
