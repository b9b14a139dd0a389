import CSQLite

/// How a cursor will walk a table: what `xBestIndex` decides and `xFilter` does.
///
/// It travels between them as `idxNum`; the text in `idxStr` is for `EXPLAIN QUERY PLAN` alone.
struct ScanPlan: Equatable {
  /// What bounds the walk, and how `argv` is laid out.
  enum Bounds: Int32 {
    /// Nothing: no arguments.
    case none
    /// The first column of the key or index equals `argv[0]`.
    case point
    /// Both columns of the key are given: `argv[0]`, `argv[1]`.
    case pair
    /// The first column lies in a range: lower end, then upper end, whichever are there.
    case range
    /// The first column is one of the values that `argv[0]` lists (`sqlite3_vtab_in`).
    case points
    /// Nothing bounds the walk, but a column is compared in each row: by `argv[0]` where it is to be
    /// equal, else as a range.
    case sieve
    /// The time recorded lies in a range, and so does the position, with which it rises.
    case recorded
  }

  var bounds = Bounds.none
  /// The place of the index walked among the table's; nil for the table itself.
  var index: Int?
  var isDescending = false
  var lower: Comparison?
  var upper: Comparison?
  /// The column compared in each row, if the plan has a sieve.
  var sieveColumn: Int?
  /// The enum column by whose code the rows are to come together, for GROUP BY.
  var groupColumn: Int?
  /// Whether an argument more, the last, is the moment asked about.
  var hasMoment = false

  init() {}

  /// The plan as a number: three bits of bounds, one of direction, two for each end, then the index or
  /// the column of the sieve, one bit for the moment, and the column of the group; 0 is none.
  var number: Int32 {
    var number = bounds.rawValue
    if isDescending { number |= 1 << 3 }
    if let lower { number |= (lower == .above ? 1 : 2) << 4 }
    if let upper { number |= (upper == .below ? 1 : 2) << 6 }
    number |= Int32((sieveColumn ?? index ?? -1) + 1) << 8
    if hasMoment { number |= 1 << 19 }
    number |= Int32((groupColumn ?? -1) + 1) << 20
    return number
  }

  /// The plan of a number.
  init(number: Int32) {
    bounds = Bounds(rawValue: number & 7) ?? .none
    isDescending = number & 1 << 3 != 0
    switch number >> 4 & 3 {
    case 1: lower = .above
    case 2: lower = .atLeast
    default: lower = nil
    }
    switch number >> 6 & 3 {
    case 1: upper = .below
    case 2: upper = .atMost
    default: upper = nil
    }
    let place = Int(number >> 8 & 0x7FF)
    hasMoment = number & 1 << 19 != 0
    if place > 0 {
      if bounds == .sieve { sieveColumn = place - 1 } else { index = place - 1 }
    }
    let group = Int(number >> 20 & 0x7FF)
    groupColumn = group == 0 ? nil : group - 1
  }

  /// The plan in words.
  func description(of shape: TableShape) -> String {
    let columns = index.map { [shape.indexes[$0].column] } ?? shape.keyColumns
    let name = shape.columns[sieveColumn ?? columns[0]].name
    var parts: [String] = []
    switch bounds {
    case .none: parts.append(index == nil ? "all" : "all by \(name)")
    case .point: parts.append("\(name)=?")
    case .points: parts.append("\(name) in (?)")
    case .pair: parts.append("\(name)=? and \(shape.columns[columns[1]].name)=?")
    case .range: parts.append(ends(of: name))
    case .recorded: parts.append(ends(of: EventColumn.recordedAt.name))
    case .sieve: parts.append("all with " + (isRange ? ends(of: name) : "\(name)=?"))
    }
    if isDescending { parts.append("descending") }
    if hasMoment { parts.append("as of ?") }
    if let groupColumn { parts.append("grouped by \(shape.columns[groupColumn].name)") }
    return parts.joined(separator: ", ")
  }

  /// Whether it has an end at least.
  var isRange: Bool { lower != nil || upper != nil }

  private func ends(of name: String) -> String {
    let ends = [
      lower.map { "\(name)\($0 == .above ? ">" : ">=")?" },
      upper.map { "\(name)\($0 == .below ? "<" : "<=")?" },
    ]
    return ends.compactMap { $0 }.joined(separator: " and ")
  }
}
