/// What `.help tour` says: six steps on a store such as the demo, that teach audit, recall and moments.
enum Tour {
  /// A step: what it teaches, and the line to type.
  struct Step: Sendable {
    var lesson: String
    var line: String
  }

  static let steps: [Step] = [
    Step(
      lesson: "Ask in SQL. Views answer what a clinic asks every day; .tables lists them all.",
      line: "select session, client, state from due_calls limit 5;"),
    Step(
      lesson: "Audit a session: everything that was done, in order, by both clocks.",
      line: ".audit S1"),
    Step(
      lesson: "Recall a lot: who got it, by corrected entries too, and who is told.",
      line: ".recall HA-1"),
    Step(
      lesson: "Go back. The prompt shows the moment; every table and view is as it was then.",
      line: ".asof 30d-ago"),
    Step(
      lesson: "Come back with .now, and hold two moments against each other in one statement.",
      line: "select count(*) as now, (select count(*) from sessions('30d-ago')) as then_ "
        + "from sessions;"),
    Step(
      lesson: "Ask who set each field of a row, when, and why if it was corrected.",
      line: ".blame session/S1"),
  ]

  static var text: String {
    var text = "Six steps, on a store such as the demo of Tools/run. Type each line, then Enter.\n"
    for (place, step) in steps.enumerated() {
      text += "\n\(place + 1). \(step.lesson)\n     \(step.line)\n"
    }
    return text
      + """

      Tab completes tables, columns, values and ids; Right takes the dim rest of a word. Ctrl-R finds
      an earlier statement, Ctrl-C cancels a query. `.explain SQL` says how a statement is answered.

      """
  }
}
