import CSQLite
import Glibc

/// A view's plan with what it costs and what SQLite must be told of it.
struct ViewChoice {
  private(set) var plan = ViewPlan()
  /// Where the moment asked about comes from.
  let moment: MomentArgument
  /// The constraint that each argument comes from.
  private var arguments: [Int] = []
  private var cost = 0.0
  private var rows = Self.wholeRows

  /// Rows of a view of which nothing is known, and what each pushed constraint leaves of them.
  private static let wholeRows = 10_000.0

  /// What SQLite asks of a view in one call of `xBestIndex`.
  init(_ info: UnsafeMutablePointer<sqlite3_index_info>, _ columns: [ViewColumn], key: [Int]) {
    moment = MomentArgument(info)
    plan.hasMoment = moment.isGiven
    for place in 0..<Int(info.pointee.nConstraint) {
      let constraint = info.pointee.aConstraint[place]
      guard constraint.usable != 0, constraint.iColumn > MomentColumn.place,
        let comparison = Comparison(operator: constraint.op)
      else { continue }
      let column = Int(constraint.iColumn) - 1
      // A column that is worked out has no affinity: what equals it depends on the other side, which
      // the SELECT does not see. Nor would another collation mean the same there.
      guard columns[column].affinity != nil, Self.isBinary(info, place) else { continue }
      let isList = comparison == .equal && sqlite3_vtab_in(info, Int32(place), -1) != 0
      plan.constraints.append(
        ViewPlan.Constraint(column: column, comparison: comparison, isList: isList))
      arguments.append(place)
      rows /= isList ? 20 : comparison == .equal ? 100 : 4
    }
    for place in 0..<Int(info.pointee.nOrderBy) {
      let order = info.pointee.aOrderBy[place]
      plan.order.append(
        ViewPlan.Order(column: Int(order.iColumn) - 1, isDescending: order.desc != 0))
    }
    if plan.order.contains(where: { $0.column < 0 }) { plan.order = [] }
    plan.columns = Self.used(info.pointee.colUsed, of: columns.count).union(key)
    rows = max(rows, 1)
    // Each scan is a statement of its own.
    cost = 50 + rows * 3
    if !plan.order.isEmpty { cost += rows * log2(rows + 2) }
  }

  /// Tells SQLite.
  func write(
    to info: UnsafeMutablePointer<sqlite3_index_info>, number: Int32, _ names: [String]
  ) -> Int32 {
    for (place, constraint) in arguments.enumerated() {
      // `omit` stays 0: the outer statement compares by its own affinities.
      info.pointee.aConstraintUsage[constraint].argvIndex = Int32(place + 1)
      if plan.constraints[place].isList { _ = sqlite3_vtab_in(info, Int32(constraint), 1) }
    }
    moment.write(to: info, after: arguments.count)
    info.pointee.idxNum = number
    info.pointee.estimatedCost = cost
    info.pointee.estimatedRows = Int64(rows)
    info.pointee.orderByConsumed = plan.order.isEmpty ? 0 : 1
    guard let text = sqliteString(plan.description(names)) else { return SQLITE_NOMEM }
    info.pointee.idxStr = text
    info.pointee.needToFreeIdxStr = 1
    return SQLITE_OK
  }

  private static func isBinary(
    _ info: UnsafeMutablePointer<sqlite3_index_info>, _ place: Int
  ) -> Bool {
    guard let collation = sqlite3_vtab_collation(info, Int32(place)) else { return false }
    return strcasecmp(collation, "BINARY") == 0
  }

  /// The columns of a mask, whose last bit stands for every column from there on.
  private static func used(_ mask: UInt64, of count: Int) -> Set<Int> {
    Set((0..<count).filter { mask & 1 << UInt64(min($0 + 1, 63)) != 0 })
  }
}
