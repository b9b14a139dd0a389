/// How a table or a view of ours says that it is walked: `client=?, descending`.
struct PlanWalk {
  private let bounds: Substring
  private let additions: [Substring]
  private let isIndex: Bool
  /// Whether a moment is asked about.
  private let hasMoment: Bool

  /// Reads the words of a plan; `isIndex` says whether an index is walked or the table by its key.
  init(_ how: String, isIndex: Bool) {
    hasMoment = how.contains("as of ?")
    let how = [", as of ?", " as of ?"].reduce(how) { $0.splitAll($1).joined() }
    let parts = how.split(separator: ",").map { $0.drop { $0 == " " } }
    bounds = parts.first ?? ""
    additions = Array(parts.dropFirst())
    self.isIndex = isIndex
  }

  /// The walk over a table.
  func ofTable(_ name: String) -> String {
    let sentence =
      if bounds == "all" {
        "reads all of \(name)"
      } else if bounds.hasPrefix("all by ") {
        "reads all of \(name) in the order of \(bounds.dropFirst(7)), by its index"
      } else {
        Self.lookup(conditions, of: name, by: isIndex ? "its index of" : "its key,")
      }
    return sentence + additions.map { Self.addition(String($0)) }.joined() + moment
  }

  /// The work for a view, which is a SELECT of its own.
  func ofView(_ name: String) -> String {
    let whole = ([bounds] + additions).joined(separator: ", ")
    let parts = whole.splitOnce(" order by ")
    let order = parts.1.map { ", in the order of " + $0.split(separator: "\"").joined() } ?? ""
    guard parts.0 != "all" else { return "works out all of the view \(name)\(order)\(moment)" }
    let given = Self.conditions(parts.0).map(\.text).joined(separator: " and ")
    return "works out the view \(name) where \(given)\(order)\(moment)"
  }

  private var moment: String { hasMoment ? ", as of the moment given" : "" }

  private struct Condition {
    var column: String
    var comparison: String
    var text: String
  }

  private var conditions: [Condition] { Self.conditions(String(bounds)) }

  private static func conditions(_ text: String) -> [Condition] {
    text.splitAll(" and ").map { part in
      let column = String(part.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
      let rest = String(part.dropFirst(column.count))
      let words =
        switch rest {
        case "=?": "\(column) is given"
        case " in (?)": "\(column) is in a list"
        case ">?": "\(column) is above a value"
        case ">=?": "\(column) is a value or more"
        case "<?": "\(column) is below a value"
        case "<=?": "\(column) is a value or less"
        default: part
        }
      return Condition(column: column, comparison: rest, text: words)
    }
  }

  private static func lookup(_ conditions: [Condition], of name: String, by key: String) -> String {
    var columns: [String] = []
    for condition in conditions where !columns.contains(condition.column) {
      columns.append(condition.column)
    }
    let by = "by \(key) \(columns.joined(separator: " and "))"
    if conditions.allSatisfy({ $0.comparison == "=?" }) { return "looks up \(name) \(by)" }
    if conditions.allSatisfy({ $0.comparison == " in (?)" }) {
      return "looks up \(name) \(by), for each of a list"
    }
    return "reads a range of \(name) \(by): "
      + conditions.map(\.text).joined(separator: " and ")
  }

  private static func addition(_ text: String) -> String {
    if text == "descending" { return ", from the last to the first" }
    if text.hasPrefix("grouped by ") { return ", brought together by \(text.dropFirst(11))" }
    return ", " + text
  }
}

extension String {
  /// The parts between each `mark`.
  fileprivate func splitAll(_ mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }

  /// What stands before the first `mark` and, if there is one, after it.
  fileprivate func splitOnce(_ mark: String) -> (String, String?) {
    let parts = split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
    return (parts.first.map(String.init) ?? self, parts.dropFirst().first.map(String.init))
  }
}
