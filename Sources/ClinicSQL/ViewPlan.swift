/// How a view's SELECT is asked: what of the outer statement is appended around it.
///
/// SQLite then pushes it down into the SELECT as far as it reaches. A plan travels from `xBestIndex`
/// to `xFilter` as its place among the module's; the text in `idxStr` is for people.
struct ViewPlan: Hashable {
  /// A column held against a value; the outer statement checks every row again.
  struct Constraint: Hashable {
    var column: Int
    var comparison: Comparison
    /// Whether the value is a list, one of which the column equals.
    var isList = false
  }

  struct Order: Hashable {
    var column: Int
    var isDescending: Bool
  }

  /// In the order of `argv`.
  var constraints: [Constraint] = []
  var order: [Order] = []
  /// The columns that are asked for; SQLite works out no other.
  var columns: Set<Int> = []
  /// Whether the last argument is the moment asked about.
  var hasMoment = false

  /// The parameter that a constraint's value is bound to.
  static func parameter(_ place: Int) -> String { ":c\(place)" }

  /// The statement, with those of the constraints whose values allow it.
  func sql(of view: View, _ names: [String], applying places: [Int]) -> String {
    let results = names.enumerated().map { place, name in
      columns.contains(place) ? name.quotedName : "NULL"
    }
    var sql = "SELECT \(results.joined(separator: ", ")) FROM (\n\(view.sql)\n)"
    let conditions = places.map { place in
      let constraint = constraints[place]
      let column = names[constraint.column].quotedName
      let parameter = Self.parameter(place)
      return constraint.isList
        ? "\(column) IN (SELECT value FROM json_each(\(parameter)))"
        : "\(column) \(constraint.comparison.symbol) \(parameter)"
    }
    if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
    if !order.isEmpty { sql += " ORDER BY " + order.map { $0.text(names) }.joined(separator: ", ") }
    return sql
  }

  /// The plan in words.
  func description(_ names: [String]) -> String {
    var parts = constraints.map { constraint in
      names[constraint.column]
        + (constraint.isList ? " in (?)" : "\(constraint.comparison.symbol)?")
    }
    if parts.isEmpty { parts = ["all"] }
    var text = parts.joined(separator: " and ")
    if hasMoment { text += ", as of ?" }
    guard !order.isEmpty else { return text }
    return text + " order by " + order.map { $0.text(names) }.joined(separator: ", ")
  }
}

extension ViewPlan.Order {
  func text(_ names: [String]) -> String {
    names[column].quotedName + (isDescending ? " desc" : "")
  }
}

extension Comparison {
  /// The operator as SQL writes it.
  var symbol: String {
    switch self {
    case .equal: "="
    case .above: ">"
    case .atLeast: ">="
    case .below: "<"
    case .atMost: "<="
    }
  }
}
