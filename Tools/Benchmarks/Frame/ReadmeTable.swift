import Foundation

/// The README's table: the figures that have a goal, of the baseline's run of a million events.
enum ReadmeTable {
  /// The size that the README tells of.
  static let size = "1m"
  private static let begins = "<!-- figures: written by Tools/bench --size 1m --save -->\n"
  private static let ends = "<!-- figures end -->"

  static func text(of run: Run) -> String {
    let lines = run.outcomes.filter { !$0.goals.isEmpty }.flatMap(Markdown.lines)
    return ([Markdown.title(of: run), "", Markdown.head] + lines).joined(separator: "\n") + "\n"
  }

  /// The README with the table of this run in place of the one that it holds.
  static func readme(_ readme: String, with run: Run) throws -> String {
    guard let start = readme.range(of: begins),
      let end = readme.range(of: ends, range: start.upperBound..<readme.endIndex)
    else { throw Refusal("the README has no place for the figures") }
    return readme.replacingCharacters(in: start.upperBound..<end.lowerBound, with: text(of: run))
  }

  /// Writes the table into the README, where the baseline has a run of its size.
  static func write(_ baseline: Baseline, to path: String) throws {
    guard let run = baseline.runs[size] else { return }
    let old = try String(contentsOfFile: path, encoding: .utf8)
    try readme(old, with: run).write(toFile: path, atomically: true, encoding: .utf8)
  }
}
