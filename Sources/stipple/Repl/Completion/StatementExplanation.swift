/// How a statement is answered, in sentences: which table is read whole, what is looked up by which key,
/// what is sorted, what runs again for each row.
///
/// Made from the lines of `EXPLAIN QUERY PLAN`, in which our tables describe how they are walked. A line that
/// it cannot read stands as SQLite wrote it.
struct StatementExplanation: Equatable, Sendable {
  /// One step, and how many steps it is a part of.
  struct Step: Equatable, Sendable {
    var depth: Int
    var text: String
  }

  let steps: [Step]

  /// The sentences, a line each, parts indented by two.
  var text: String {
    steps.map { String(repeating: "  ", count: $0.depth) + $0.text + "\n" }.joined()
  }

  /// Reads a plan as `Connection.explain` gives it, of a statement without its EXPLAIN.
  init(plan: String, of sql: String, names: SQLNames) {
    let lexemes = SQLLexeme.all(of: sql)
    let statement = StatementOutline.statements(of: lexemes).first ?? []
    let tables = TablesRead(StatementOutline(statement, names: names), names)
    var steps: [Step] = []
    // How many tables each level has gone through: from the second on, each is for a row of the others.
    var walked: [Int] = []
    for line in plan.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      let depth = indent / 2
      walked.removeLast(max(0, walked.count - depth - 1))
      while walked.count <= depth { walked.append(0) }
      let step = PlanStep(line.dropFirst(indent))
      var text = step.sentence(tables)
      if step.isWalk {
        if walked[depth] > 0 { text = "for each row so far, " + text }
        walked[depth] += 1
      }
      steps.append(Step(depth: depth, text: text))
    }
    self.steps = steps
  }
}

/// What the names of a plan are of: a plan says `s` where the statement says `sessions s`.
struct TablesRead {
  private var tables: [String: String] = [:]
  private let names: SQLNames

  init(_ outline: StatementOutline, _ names: SQLNames) {
    self.names = names
    for source in outline.queries.lazy.flatMap(\.sources) {
      guard let name = source.name, let alias = source.alias, tables[alias] == nil else { continue }
      tables[alias] = name
    }
  }

  /// The table or view of a name in a plan; nil if it is a subquery or one of SQLite's own.
  func table(_ name: String) -> SQLNames.Table? {
    names.table(named: tables[name.lowercased()] ?? name.lowercased())
  }

  /// `sessions (s)`, or the name alone.
  func shown(_ name: String) -> String {
    guard let table = tables[name.lowercased()], table != name.lowercased() else { return name }
    return "\(table) (\(name))"
  }
}
