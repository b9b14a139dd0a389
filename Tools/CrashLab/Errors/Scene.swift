import Foundation

/// The workload's store before each step, and what each step does where nothing disturbs it.
struct Scene: Sendable {
  struct Outcome {
    var broken: [String]
    /// Whether the command told an error; otherwise it ended with 0 all the same.
    var wasTold: Bool
  }

  let steps: [Step]
  private let bench: Bench
  private let template: String
  private let lines: String
  private let before: [String]
  /// What each step prints, by its name.
  private let output: [String: [UInt8]]

  init(_ bench: Bench) throws {
    self.bench = bench
    let entries = (1...12).map { LabEntry(id: "l-\($0)", note: "line \($0)", on: "client/C1") }
    lines = try bench.file("lines", lines: try entries.map { try $0.line })
    steps = Step.workload(lines: entries.count)
    template = bench.fresh("template")
    try bench.makeStore(at: template)
    for number in 1...5 {
      let entry = LabEntry(id: "t-\(number)", note: "note \(number)", on: "client/C1")
      try bench.need(entry.words, store: template)
    }
    before = try bench.events(of: template).map(\.content)
    var output: [String: [UInt8]] = [:]
    let partial = Scene(
      steps: steps, bench: bench, template: template, lines: lines, before: before, output: [:])
    for step in steps {
      let folder = try partial.prepare(step)
      let answer = try bench.need(step.words(in: folder), store: "\(folder)/store")
      output[step.name] = answer.output
      bench.remove(folder)
    }
    self.output = output
  }

  private init(
    steps: [Step], bench: Bench, template: String, lines: String, before: [String],
    output: [String: [UInt8]]
  ) {
    self.steps = steps
    self.bench = bench
    self.template = template
    self.lines = lines
    self.before = before
    self.output = output
  }

  /// A folder with the store as it must be before the step.
  func prepare(_ step: Step) throws -> String {
    let folder = try bench.folder("scene")
    try FileManager.default.copyItem(atPath: lines, toPath: "\(folder)/lines.ndjson")
    if case .store = step.effect { return folder }
    try bench.copy(template, to: "\(folder)/store")
    return folder
  }

  /// Every strike at the step: errors by a trace of a clean run, short writes by counting.
  func strikes(of step: Step) throws -> [Strike] {
    let folder = try prepare(step)
    let trace = bench.fresh("trace")
    try bench.need(
      step.words(in: folder), store: "\(folder)/store",
      before: [
        "/usr/bin/strace", "-f", "-qq", "-o", trace, "-e", "trace=\(Strike.traced)",
      ])
    let text = String(decoding: try Data(contentsOf: URL(filePath: trace)), as: UTF8.self)
    let strikes = Strike.strikes(trace: text, from: folder)
    bench.remove(folder)
    bench.remove(trace)
    guard strikes.count > 10 else { throw LabError("strace saw too little of \(step.name)") }
    return strikes + (try shortWrites(of: step))
  }

  private func shortWrites(of step: Step) throws -> [Strike] {
    var strikes: [Strike] = []
    while true {
      let strike = Strike(call: "", number: strikes.count + 1, kind: .short)
      let folder = try prepare(step)
      defer { bench.remove(folder) }
      _ = try struck(step, strike, in: folder)
      guard FileManager.default.fileExists(atPath: "\(folder)/told") else { return strikes }
      strikes.append(strike)
    }
  }

  private func struck(_ step: Step, _ strike: Strike, in folder: String) throws -> Answer {
    var environment: [String: String] = [:]
    if strike.kind == .short {
      environment = [
        "LD_PRELOAD": try bench.preload("faults"), "CRASHLAB_SHORT": "\(strike.number)",
        "CRASHLAB_TOLD": "\(folder)/told",
      ]
    }
    return try bench.run(
      step.words(in: folder), store: "\(folder)/store", environment: environment,
      before: strike.before(trace: "/dev/null"), patience: .seconds(30))
  }

  /// One strike and what must hold after it.
  func go(through step: Step, _ strike: Strike, in folder: String) throws -> Outcome {
    let answer = try struck(step, strike, in: folder)
    return Outcome(
      broken: try judge(answer, of: step, in: folder), wasTold: !answer.ending.isSuccess)
  }

  /// The exit codes that SURFACE has for what is no bug, but 3: nothing is damaged here.
  private static let codes: Set<Int32> = [0, 1, 64, 65, 66, 74, 75, 77]

  /// Holds a step's answer against what it must mean, and looks at the store.
  func judge(_ answer: Answer, of step: Step, in folder: String) throws -> [String] {
    var broken: [String] = []
    guard case .exited(let code) = answer.ending, Scene.codes.contains(code) else {
      return [answer.told]
    }
    if code != 0, !answer.errorText.contains("error:") { broken.append("no error was told") }
    if case .store = step.effect {
      return broken
        + (try InitKill(bench).look(
          "\(folder)/store", step.words(in: folder), isDone: code == 0))
    }
    let store = "\(folder)/store"
    var ledger = Ledger([])
    let events: [StoredLine]
    do {
      events = try bench.events(of: store)
    } catch let error as LabError {
      return broken + ["\(answer.ending.text), and the log cannot be read: \(error)"]
    }
    let stored = events.map(\.content)
    if !stored.starts(with: before) { broken.append("events that stood are changed or gone") }
    let more = events.count - before.count
    let whole =
      switch step.effect {
      case .none, .tables, .store: 0
      case .entry: 1
      case .allLines(let count): count
      }
    if more != 0, more != whole { broken.append("\(more) of \(whole) new events are stored") }
    if code == 0, more != whole { broken.append("exit 0, and \(more) of \(whole) are stored") }
    if code != 0, more != 0, answer.errorText.contains("nothing ") {
      broken.append("the event is stored, and it was told that nothing was: \(answer.told)")
    }
    if code != 0, more != 0, answer.errorText.contains("unchanged") {
      broken.append("the event is stored, and the store called unchanged: \(answer.told)")
    }
    if code == 0, case .none = step.effect, answer.output != output[step.name] {
      broken.append("exit 0, and not what it prints where nothing disturbs it")
    }
    ledger = Ledger(events)
    let next = LabEntry(id: "next", note: "the next entry", on: "client/C1")
    return broken + (try bench.examine(store, &ledger, next: next))
  }
}
