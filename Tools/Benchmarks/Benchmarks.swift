import Foundation
import Glibc

/// Measures Stipple beside its peers, each doing the same work, and prints a table of ratios.
///
/// `Tools/bench` builds it with its peers and runs it.
@main
enum Benchmarks {
  /// In the order of the table; the smaller stands that `Growth` needs are made last.
  private static var exercises: [any Exercise.Type] {
    [
      Recording.self, LogAppend.self, Replaying.self, Asking.self, Keys.self, Past.self,
      Opening.self, Sizes.self, Importing.self, Growth.self, HotPaths.self,
    ]
  }

  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    do {
      switch arguments.first {
      case "hot": try HotPath.walk(Array(arguments.dropFirst()))
      case "writer": try Crowd.write(Array(arguments.dropFirst()))
      case "reader": try Crowd.read(Array(arguments.dropFirst()))
      default: try run(Options(arguments))
      }
    } catch let refusal as Refusal {
      complain("error: \(refusal)")
      exit(64)
    }
  }

  private static func run(_ options: Options) throws {
    let folder = "\(options.folder)/stipple-bench-\(getpid())"
    try makeFolder(folder)
    defer { remove(folder) }
    if options.isScale {
      try Scale(options, folder: folder).run()
      return
    }
    let stand = try Stand(options, events: options.events ?? 0, folder: folder)
    var run = Run(
      size: options.size.lowercased(), events: stand.events, rounds: options.rounds,
      commit: options.commit, date: Date.today, machine: Machine(of: folder))
    var measurements = try exercises.filter { options.wants($0.name) }.flatMap { exercise in
      try exercise.init(stand).figures.filter {
        options.only.isEmpty || options.wants(exercise: exercise.name, $0.name)
      }
    }.map(Measurement.init)
    for round in 1...options.rounds {
      complain("round \(round) of \(options.rounds)")
      for place in measurements.indices { try measurements[place].goRound() }
    }
    run.outcomes = measurements.map(\.outcome)
    say(Markdown.title(of: run) + "\n\n" + Markdown.head)
    run.outcomes.flatMap(Markdown.lines).forEach(say)
    try conclude(run, options)
  }

  /// Writes the figures, holds them to the baseline, keeps them as one.
  private static func conclude(_ run: Run, _ options: Options) throws {
    if let path = options.json { try run.write(to: path) }
    var baseline = try Baseline.read(options.baseline)
    let worse = options.checks ? baseline.worse(run) : []
    if options.checks {
      for line in baseline.apart(run) { complain("apart: \(line)") }
      for line in worse { complain("worse: \(line)") }
    }
    if options.saves {
      baseline.keep(run)
      try baseline.write(to: options.baseline)
      try ReadmeTable.write(baseline, to: options.readme)
    }
    if !worse.isEmpty {
      remove("\(options.folder)/stipple-bench-\(getpid())")
      exit(1)
    }
  }
}

extension Options {
  /// Whether anything of an exercise is asked for: its name, or a figure's that begins as its do.
  func wants(_ exercise: String) -> Bool {
    only.isEmpty || only.contains { Self.exercise(of: $0) == exercise }
  }

  func wants(exercise: String, _ figure: String) -> Bool {
    only.contains(exercise) || only.contains(figure)
  }

  /// The exercise that a name given to `--only` belongs to.
  private static func exercise(of name: String) -> String {
    let first = String(name.prefix { $0 != "-" })
    switch first {
    case "grow": return Growth.name
    case "rebuild", "verify": return Replaying.name
    default: return first
    }
  }
}
