/// One line of a query plan, taken apart.
enum PlanStep: Equatable {
  /// A walk over a virtual table: its number, from which key and index can be told, and its own words.
  case table(String, number: Int, how: String, isOuter: Bool)
  /// A walk over what a subquery or a WITH has given.
  case rows(String, isOuter: Bool)
  /// A search in an index that SQLite makes for this statement alone.
  case automatic(String, columns: String, isOuter: Bool)
  /// A line of SQLite's that means the same whatever stands in it.
  case fixed(String)
  case other(String)

  /// Whether rows are gone through, so that what comes after is done for each.
  var isWalk: Bool {
    switch self {
    case .table, .rows, .automatic: true
    case .fixed(let text): text == Self.branches
    case .other: false
    }
  }

  init(_ line: Substring) {
    let words = line.split(separator: " ").map(String.init)
    let verb = words.first ?? ""
    if verb == "SCAN" || verb == "SEARCH", words.count > 1 {
      let isOuter = words.last == "LEFT-JOIN"
      self = Self.walk(
        isOuter ? line.dropLast(10) : line, isOuter ? words.dropLast() : words, isOuter)
    } else if let sentence = Self.sentence(line, words) {
      self = .fixed(sentence)
    } else {
      self = .other(String(line))
    }
  }

  private static func walk(_ line: Substring, _ words: [String], _ isOuter: Bool) -> PlanStep {
    if words.suffix(2) == ["CONSTANT", "ROW"] { return .fixed("makes a row of its own values") }
    if words.suffix(2) == ["CONSTANT", "ROWS"] {
      return .fixed("makes \(words[1]) rows of its own values")
    }
    if let columns = line.between("USING AUTOMATIC ", "(", ")") {
      return .automatic(words[1], columns: columns, isOuter: isOuter)
    }
    guard let place = words.firstIndex(of: "VIRTUAL"), let colon = line.range(after: " INDEX ")
    else {
      return words.count == 2 ? .rows(words[1], isOuter: isOuter) : .other(String(line))
    }
    let plan = line[colon...].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard plan.count == 2, let number = Int(plan[0]) else { return .other(String(line)) }
    return .table(
      words[1..<place].joined(separator: " "), number: number, how: String(plan[1]),
      isOuter: isOuter)
  }

  /// What SQLite does to rows where two keys are asked for by OR.
  private static let branches = "looks up each side of OR by itself, and takes no row twice:"

  private static func sentence(_ line: Substring, _ words: [String]) -> String? {
    let name = words.last ?? ""
    if line.hasPrefix("USE TEMP B-TREE FOR ") { return sorting(line.dropFirst(20)) }
    if line.hasSuffix(" USING TEMP B-TREE") { return compound(words[0], isSorted: false) }
    if line.contains("SUBQUERY"), words.count > 1, Int(name) != nil { return subquery(words, name) }
    switch words.first {
    case "CO-ROUTINE": return "works out \(name), a row when one is wanted:"
    case "MATERIALIZE": return "works out \(name) once and keeps its rows:"
    case "RIGHT-JOIN": return "then takes the rows of \(name) that none was joined to:"
    case "BLOOM":
      return
        "leaves out early what cannot match\(line.range(after: " ON ").map { ", of " + line[$0...] } ?? "")"
    case "INDEX" where words.count == 2: return "side \(name):"
    case "MERGE": return "merges two results that are sorted, for \(name.dropFirst().dropLast()):"
    default: break
    }
    switch line {
    case "COMPOUND QUERY": return "puts the results of several SELECTs together:"
    case "LEFT-MOST SUBQUERY": return "the first:"
    case "UNION ALL": return compound("ALL", isSorted: true)
    case "LEFT": return "the first:"
    case "RIGHT": return "the second:"
    case "SETUP": return "begins with:"
    case "RECURSIVE STEP": return "then, for each row that this gives, again:"
    case "MULTI-INDEX OR": return branches
    default: return nil
    }
  }

  private static func sorting(_ what: Substring) -> String {
    switch what {
    case "ORDER BY": "sorts the rows for ORDER BY"
    case "GROUP BY": "sorts the rows for GROUP BY"
    case "DISTINCT": "remembers the rows given, for DISTINCT"
    default:
      what.hasSuffix("(DISTINCT)")
        ? "remembers the values counted, for \(what.dropLast(10))(distinct …)"
        : "sorts what is equal so far, for the \(what.lowercased().replacingWords)"
    }
  }

  private static func compound(_ verb: String, isSorted: Bool) -> String? {
    switch verb {
    case "ALL": "then adds all of:"
    case "UNION": "then adds what is not there yet, of:"
    case "INTERSECT": "then keeps what is also in:"
    case "EXCEPT": "then takes out what is in:"
    default: nil
    }
  }

  private static func subquery(_ words: [String], _ number: String) -> String {
    if words.first == "REUSE" { return "uses what subquery \(number) gave again" }
    let what = words.contains("LIST") ? "a list" : "a value"
    return words.first == "CORRELATED"
      ? "for each row, runs subquery \(number) for \(what):"
      : "runs subquery \(number) once for \(what):"
  }
}

extension PlanStep {
  /// The step as a sentence.
  func sentence(_ tables: TablesRead) -> String {
    switch self {
    case .fixed(let text), .other(let text): return text
    case .rows(let name, let isOuter):
      return "goes through the rows of \(tables.shown(name))" + Self.end(isOuter)
    case .automatic(let name, let columns, let isOuter):
      return "looks up \(tables.shown(name)) by \(columns.names), in an index made for this alone"
        + Self.end(isOuter)
    case .table(let name, let number, let how, let isOuter):
      let shown = tables.shown(name)
      guard let table = tables.table(name) else {
        return (how.isEmpty ? "goes through \(shown)" : "reads \(shown): \(how)")
          + Self.end(isOuter)
      }
      let walk = PlanWalk(how, isIndex: number >> 8 & 0x7FF != 0)
      return (table.isView ? walk.ofView(shown) : walk.ofTable(shown)) + Self.end(isOuter)
    }
  }

  private static func end(_ isOuter: Bool) -> String {
    isOuter ? "; a row without one stays" : ""
  }
}

extension Substring {
  /// Where the text goes on after its first `mark`.
  fileprivate func range(after mark: String) -> Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(mark) { return index(place, offsetBy: mark.count) }
      formIndex(after: &place)
    }
    return nil
  }

  /// What stands between two marks somewhere after a third.
  fileprivate func between(_ mark: String, _ first: Character, _ last: Character) -> String? {
    guard let start = range(after: mark), let open = self[start...].firstIndex(of: first),
      let close = self[open...].firstIndex(of: last)
    else { return nil }
    return String(self[index(after: open)..<close])
  }
}

extension String {
  /// The columns of `client=? AND room=?`.
  fileprivate var names: String {
    split(separator: " ").filter { $0 != "AND" }
      .map { String($0.prefix { !"=<>".contains($0) }) }.joined(separator: " and ")
  }

  /// `right part of order by` with the clause in capitals again.
  fileprivate var replacingWords: String {
    ["order by", "group by"].reduce(self) { text, clause in
      text.hasSuffix(clause) ? String(text.dropLast(clause.count)) + clause.uppercased() : text
    }
  }
}
