import Glibc

/// One case as a probe found it.
struct Finding: Sendable {
  let number: Int
  /// What is counted of it, such as its class.
  var counts: [String] = []
  /// What is counted of it on a line of its own.
  var details: [String] = []
  /// A promise that was broken.
  var faults: [String] = []
  /// The probe died of it: by this signal.
  var killer: Int32?

  /// The case's line; what is in it holds neither tabs nor ends of line.
  fileprivate var line: String {
    let words =
      ["\(number)"] + counts.map { "+\($0)" } + details.map { "=\($0)" } + faults.map { "!\($0)" }
    return words.joined(separator: "\t").map { $0 == "\n" ? " " : String($0) }.joined() + "\n"
  }

  fileprivate init?(line: Substring) {
    let words = line.split(separator: "\t")
    guard let first = words.first, let number = Int(first) else { return nil }
    self.number = number
    for word in words.dropFirst() {
      switch word.first {
      case "+": counts.append(String(word.dropFirst()))
      case "=": details.append(String(word.dropFirst()))
      case "!": faults.append(String(word.dropFirst()))
      default: return nil
      }
    }
  }

  init(_ number: Int) { self.number = number }
}

/// Cases gone through in a process of their own, many to a process, since any of them may kill it.
///
/// A probe is this program again, with `--probe`. It says which case it begins and what it found; where
/// it dies, the case begun last is the one that killed it, and another process goes on behind it.
protocol Probe {
  /// The word that it is called by.
  static var name: String { get }

  /// - Parameters:
  ///   - arguments: what the harness gave to ``Bench/probe(_:_:cases:most:_:)``.
  ///   - scratch: an empty folder of its own.
  init(_ arguments: [String], scratch: String) throws

  /// Goes through one case.
  func find(_ number: Int) throws -> Finding
}

enum Probes {
  private static var all: [any Probe.Type] { [StateProbe.self, FlipProbe.self] }

  /// Runs a probe where the program was called as one: `--probe NAME SCRATCH FROM TO BY ARGUMENT…`.
  /// - Returns: whether it was.
  static func answer(_ words: [String]) throws -> Bool {
    guard words.count >= 7, words[1] == "--probe" else { return false }
    guard let kind = all.first(where: { $0.name == words[2] }), let from = Int(words[4]),
      let to = Int(words[5]), let by = Int(words[6])
    else { throw LabError("no such probe: \(words)") }
    let probe = try kind.init(Array(words.dropFirst(7)), scratch: words[3])
    for number in stride(from: from, to: to, by: by) {
      write("\(number)?\n")
      let finding: Finding
      do { finding = try probe.find(number) } catch { throw LabError("case \(number): \(error)") }
      write(finding.line)
    }
    return true
  }

  private static func write(_ line: String) {
    var line = line
    line.withUTF8 { _ = Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  /// What a probe's output says, and the case that it was at when it ended.
  static func findings(in output: String) -> (done: [Finding], under: Int?) {
    var done: [Finding] = []
    var under: Int?
    for line in output.split(separator: "\n") {
      if line.hasSuffix("?"), let number = Int(line.dropLast()) {
        under = number
      } else if let finding = Finding(line: line) {
        done.append(finding)
        if finding.number == under { under = nil }
      }
    }
    return (done, under)
  }
}

extension Bench {
  /// Where files that are read at once and thrown away are best: in memory, if there is such a place.
  var memory: String {
    access("/dev/shm", W_OK) == 0 ? "/dev/shm/crash-lab.\(getpid())" : ground + "/memory"
  }

  /// Goes through cases 0 up to `cases` in probes, side by side, and calls `body` with each finding.
  func probe(
    _ name: String, _ arguments: [String], cases: Int, _ tally: Tally,
    _ body: @Sendable (Finding, inout Tally) throws -> Void
  ) throws -> Tally {
    mkdir(memory, 0o700)
    defer { remove(memory) }
    let sum = try inLanes(cases, tally) { lane, numbers in
      var tally = Tally(tally.unit)
      let width = only == nil ? max(1, min(lanes, cases)) : 1
      var next = only ?? lane
      let last = only.map { $0 + 1 } ?? cases
      while next < last {
        // A piece at a time, so that progress can be told.
        let end = min(last, next + width * 500)
        let scratch = "\(memory)/\(name).\(lane)"
        remove(scratch)
        mkdir(scratch, 0o700)
        let child = try Child(
          ["/proc/self/exe", "--probe", name, scratch, "\(next)", "\(end)", "\(width)"] + arguments,
          environment: [
            "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no",
            "TMPDIR": ground,
          ], scratch: ground)
        let answer = child.wait(patience: .seconds(600))
        remove(scratch)
        let (done, under) = Probes.findings(in: answer.outputText)
        for finding in done {
          tally.cycles += 1
          try body(finding, &tally)
        }
        if let under {
          guard case .killed(let signal) = answer.ending else {
            throw LabError("the probe \(name) failed at case \(under): \(answer.told)")
          }
          var finding = Finding(under)
          finding.killer = signal
          tally.cycles += 1
          try body(finding, &tally)
          next = under + width
        } else {
          guard answer.ending.isSuccess else {
            throw LabError("the probe \(name) failed: \(answer.told)")
          }
          next += (end - next + width - 1) / width * width
        }
        if lane == 0 { progress("\(name): \(min(next, cases).grouped) of \(cases.grouped)") }
      }
      return tally
    }
    return sum
  }
}
