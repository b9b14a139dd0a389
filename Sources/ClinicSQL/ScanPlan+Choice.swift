import CSQLite
import Glibc

/// A plan with what it costs and what SQLite must be told of it.
struct ScanChoice {
  var plan = ScanPlan()
  /// The constraint that each argument comes from.
  var arguments: [Int] = []
  /// The constraint whose values are wanted all at once.
  var list: Int?
  var cost = 0.0
  var rows = 1.0
  var isOrdered = false
  /// Whether at most one row can come, whatever the value's type is.
  var isUnique = false
  /// Where the moment asked about comes from.
  var moment = MomentArgument.absent

  /// What it would cost with the sorting that it leaves to SQLite.
  func wholeCost(isOrderWanted: Bool) -> Double {
    isOrderWanted && !isOrdered ? cost + rows * log2(rows + 2) : cost
  }
}

/// What SQLite asks of a table in one call of `xBestIndex`.
struct ScanQuestion {
  struct Constraint {
    var place: Int
    var column: Int
    var comparison: Comparison
    /// Whether the values of an IN can all be had at once (`sqlite3_vtab_in`).
    var isList = false
  }

  struct Order {
    var column: Int
    var isDescending: Bool
  }

  let shape: TableShape
  /// Rows that the table is known to hold.
  let count: Double
  /// Where the moment asked about comes from.
  let moment: MomentArgument
  var constraints: [Constraint] = []
  var order: [Order] = []
  /// Whether rows need only come in groups, not in order (`sqlite3_vtab_distinct`).
  var isGrouping = false

  init(_ info: UnsafeMutablePointer<sqlite3_index_info>, _ shape: TableShape, count: Int) {
    self.shape = shape
    // A small table may have grown by the time that the plan is used.
    self.count = Double(max(count, 100))
    moment = MomentArgument(info)
    for place in 0..<Int(info.pointee.nConstraint) {
      let constraint = info.pointee.aConstraint[place]
      // Only what can be had now, and only text compared byte by byte: another collation's equals
      // are not neighbours.
      guard constraint.usable != 0, constraint.iColumn > MomentColumn.place,
        let comparison = Comparison(operator: constraint.op)
      else { continue }
      let column = Int(constraint.iColumn)
      if shape.columns[column].declaredType == "TEXT" {
        guard let collation = sqlite3_vtab_collation(info, Int32(place)),
          strcasecmp(collation, "BINARY") == 0
        else { continue }
      }
      let isList = comparison == .equal && sqlite3_vtab_in(info, Int32(place), -1) != 0
      constraints.append(
        Constraint(place: place, column: column, comparison: comparison, isList: isList))
    }
    for place in 0..<Int(info.pointee.nOrderBy) {
      let order = info.pointee.aOrderBy[place]
      self.order.append(Order(column: Int(order.iColumn), isDescending: order.desc != 0))
    }
    isGrouping = sqlite3_vtab_distinct(info) == 1
  }

  /// The cheapest way to answer, at whatever moment.
  var answer: ScanChoice {
    let choices = [sifted ?? whole, grouped].compactMap { $0 } + keyed + indexed
    var choice =
      choices.min {
        $0.wholeCost(isOrderWanted: !order.isEmpty) < $1.wholeCost(isOrderWanted: !order.isEmpty)
      } ?? whole
    choice.moment = moment
    choice.plan.hasMoment = moment.isGiven
    return choice
  }

  private var whole: ScanChoice {
    var choice = ScanChoice(cost: count, rows: count)
    settleKeyOrder(&choice)
    return choice
  }

  /// A whole scan that compares a column itself, so that SQLite sees fewer rows.
  private var sifted: ScanChoice? {
    guard !shape.isLog else { return nil }
    let sifting = constraints.first {
      !$0.isList && shape.columns[$0.column].canSift($0.comparison)
    }
    guard let sifting else { return nil }
    var choice = whole
    choice.plan.bounds = .sieve
    choice.plan.sieveColumn = sifting.column
    if sifting.comparison == .equal {
      choice.arguments = [sifting.place]
    } else if let range = range(on: sifting.column) {
      choice.plan.lower = range.plan.lower
      choice.plan.upper = range.plan.upper
      choice.arguments = range.arguments
    }
    return choice
  }

  /// GROUP BY one enum column: the rows' places sorted by code as they are read, with no sorter.
  private var grouped: ScanChoice? {
    guard isGrouping, !shape.isLog, order.count == 1, constraints.isEmpty, order[0].column >= 0,
      shape.columns[order[0].column].form == .word
    else { return nil }
    var choice = ScanChoice(cost: count * 1.2, rows: count)
    choice.plan.groupColumn = order[0].column
    choice.isOrdered = true
    return choice
  }

  private var keyed: [ScanChoice] {
    var choices: [ScanChoice] = []
    let first = shape.keyColumns[0]
    if let list = constraint(on: first, where: { $0 == .equal }, isList: true) {
      var choice = ScanChoice()
      choice.plan.bounds = .points
      choice.arguments = [list.place]
      choice.list = list.place
      choice.rows = min(count, 8)
      choice.cost = 3 + choice.rows * 3
      settleKeyOrder(&choice)
      choices.append(choice)
    }
    if let point = constraint(on: first, where: { $0 == .equal }) {
      var choice = ScanChoice()
      choice.plan.bounds = .point
      choice.arguments = [point.place]
      choice.rows = shape.keyForm == .positionAndOrdinal ? 2 : 1
      choice.isUnique = shape.keyForm == .position
      settleKeyOrder(&choice)
      if shape.keyForm == .positionAndOrdinal {
        // One position: its rows come by ordinal.
        if !choice.isOrdered { settleOrder(&choice, by: Array(shape.keyColumns.dropFirst())) }
        if let second = constraint(on: shape.keyColumns[1], where: { $0 == .equal }) {
          choice.plan.bounds = .pair
          choice.arguments.append(second.place)
          choice.rows = 1
          choice.isUnique = true
        }
      }
      choice.cost = 3 + choice.rows
      choices.append(choice)
    }
    if var range = range(on: first) {
      range.cost = 3 + range.rows
      settleKeyOrder(&range)
      choices.append(range)
    }
    if let recorded = shape.recordedColumn, var range = range(on: recorded) {
      range.plan.bounds = .recorded
      // Some reads of the log tell between which positions.
      range.cost = 40 + range.rows
      settleKeyOrder(&range)
      choices.append(range)
    }
    return choices
  }

  private var indexed: [ScanChoice] {
    shape.indexes.enumerated().flatMap { place, index -> [ScanChoice] in
      let column = shape.columns[index.column]
      var choices: [ScanChoice] = []
      let equals = [false, true].compactMap {
        constraint(on: index.column, where: { $0 == .equal }, isList: $0)
      }
      for point in equals {
        var choice = ScanChoice()
        choice.plan.bounds = point.isList ? .points : .point
        choice.plan.index = place
        choice.arguments = [point.place]
        choice.list = point.isList ? point.place : nil
        choice.rows = max(
          1, column.form == .word ? count / Double(column.words.count) : count.squareRoot())
        if point.isList { choice.rows = min(count, choice.rows * 4) }
        choice.cost = 4 + choice.rows * 3
        if !point.isList { settleKeyOrder(&choice) }
        choices.append(choice)
      }
      guard let measure = column.measure, measure != .word else { return choices }
      if var range = range(on: index.column) {
        range.plan.index = place
        range.cost = 4 + range.rows * 3
        settleOrder(&range, by: [index.column] + shape.keyColumns)
        choices.append(range)
      }
      // Entries that only point back at the table's own order are no order of their own.
      if index.target == .keyTail {
        var all = ScanChoice(cost: count * 3, rows: count)
        all.plan.index = place
        settleOrder(&all, by: [index.column] + shape.keyColumns)
        if all.isOrdered, !order.isEmpty { choices.append(all) }
      }
      return choices
    }
  }

  private func constraint(
    on column: Int, where isWanted: (Comparison) -> Bool, isList: Bool = false
  ) -> Constraint? {
    constraints.first {
      $0.column == column && isWanted($0.comparison) && $0.isList == isList
    }
  }

  private func range(on column: Int) -> ScanChoice? {
    let lower = constraint(on: column) { $0 == .above || $0 == .atLeast }
    let upper = constraint(on: column) { $0 == .below || $0 == .atMost }
    guard lower != nil || upper != nil else { return nil }
    var choice = ScanChoice()
    choice.plan.bounds = .range
    choice.plan.lower = lower?.comparison
    choice.plan.upper = upper?.comparison
    choice.arguments = [lower, upper].compactMap { $0?.place }
    choice.rows = max(1, count / (lower != nil && upper != nil ? 16 : 4))
    return choice
  }

  /// Takes the order if it is that of the keys, by the key itself or by the time recorded.
  private func settleKeyOrder(_ choice: inout ScanChoice) {
    settleOrder(&choice, by: shape.keyColumns)
    guard !choice.isOrdered, let recorded = shape.recordedColumn else { return }
    settleOrder(&choice, by: [recorded] + shape.keyColumns)
  }

  /// Takes the order if the walk has it, forwards or backwards.
  ///
  /// The columns end in those of the key: whatever is wanted after them says nothing more.
  private func settleOrder(_ choice: inout ScanChoice, by columns: [Int]) {
    guard let first = order.first else { return }
    for (wanted, column) in zip(order, columns) {
      guard wanted.column == column, wanted.isDescending == first.isDescending else { return }
    }
    choice.isOrdered = true
    choice.plan.isDescending = first.isDescending
  }
}

extension Comparison {
  /// The comparison of a constraint's operator; nil for those that are left to SQLite.
  init?(operator code: UInt8) {
    switch Int32(code) {
    case SQLITE_INDEX_CONSTRAINT_EQ: self = .equal
    case SQLITE_INDEX_CONSTRAINT_GT: self = .above
    case SQLITE_INDEX_CONSTRAINT_GE: self = .atLeast
    case SQLITE_INDEX_CONSTRAINT_LT: self = .below
    case SQLITE_INDEX_CONSTRAINT_LE: self = .atMost
    default: return nil
    }
  }
}

extension ScanChoice {
  /// Tells SQLite.
  func write(to info: UnsafeMutablePointer<sqlite3_index_info>, _ shape: TableShape) -> Int32 {
    for (place, constraint) in arguments.enumerated() {
      // `omit` stays 0: the walk is a superset, and SQLite checks each row.
      info.pointee.aConstraintUsage[constraint].argvIndex = Int32(place + 1)
    }
    moment.write(to: info, after: arguments.count)
    if let list { _ = sqlite3_vtab_in(info, Int32(list), 1) }
    info.pointee.idxNum = plan.number
    info.pointee.estimatedCost = cost
    info.pointee.estimatedRows = Int64(rows)
    info.pointee.orderByConsumed = isOrdered ? 1 : 0
    if isUnique { info.pointee.idxFlags = SQLITE_INDEX_SCAN_UNIQUE }
    guard let text = sqliteString(plan.description(of: shape)) else { return SQLITE_NOMEM }
    info.pointee.idxStr = text
    info.pointee.needToFreeIdxStr = 1
    return SQLITE_OK
  }
}

/// A copy in SQLite's own memory, which frees it (`sqlite3_malloc64`).
func sqliteString(_ text: String) -> UnsafeMutablePointer<CChar>? {
  let bytes = text.utf8CString
  guard let memory = sqlite3_malloc64(UInt64(bytes.count)) else { return nil }
  let start = memory.bindMemory(to: CChar.self, capacity: bytes.count)
  for (place, byte) in bytes.enumerated() { start[place] = byte }
  return start
}
