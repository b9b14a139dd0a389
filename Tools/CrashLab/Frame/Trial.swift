import Foundation

/// A harness and its control, run and told in a line.
struct Trial {
  private let kind: any Harness.Type
  private let bench: Bench

  init(_ kind: any Harness.Type, _ bench: Bench) {
    self.kind = kind
    self.bench = bench
  }

  /// Runs the control, then the harness, and prints the line; true if both went as they must.
  func passes() -> Bool {
    let start = ContinuousClock.now
    do {
      let harness = kind.init(bench)
      // A cycle alone is looked at; that the harness sees faults was shown by the whole run.
      let control = bench.only == nil ? try harness.control() : nil
      let tally = try harness.run()
      bench.progress("")
      let controlSees = control.map { $0.faulty > 0 } ?? true
      let isSound = tally.faulty == 0 && tally.cycles > 0 && controlSees
      let found =
        control.map { "control found \($0.faulty) of \($0.cycles)" } ?? "no control"
      let outcome = tally.faulty == 0 ? "0 faults" : "\(tally.faulty.grouped) FAULTY"
      let seconds = (ContinuousClock.now - start).components.seconds
      print(
        "\(kind.name.padded(9))\(tally.text) · \(outcome) · \(found) · seed \(bench.seed) · "
          + "\(seconds) s")
      for (name, count) in tally.details.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
        print("  \(count.grouped) \(name)")
      }
      for (fault, count) in tally.kinds.prefix(30) { tell(fault, alike: count - 1) }
      if control?.faulty == 0 {
        print("  the control found nothing: this harness would not see a fault")
      }
      fflush(nil)
      return isSound
    } catch {
      bench.progress("")
      if let error = error as? LabError, error.isMissingMount, bench.skipsMounts {
        print("\(kind.name.padded(9))passed over, as told: \(error)")
        fflush(nil)
        return true
      }
      print("\(kind.name.padded(9))FAILED: \(error)")
      if (error as? LabError)?.isMissingMount == true {
        print("  hint: where mounts cannot be had, --skip-mounts passes it over")
      }
      fflush(nil)
      return false
    }
  }

  private func tell(_ fault: Tally.Fault, alike: Int) {
    print("  cycle \(fault.cycle): \(fault.what)")
    if alike > 0 { print("    and \(alike) like it") }
    if let kept = fault.kept { print("    kept: \(kept)") }
    let scale =
      switch bench.scale {
      case .small: "small"
      case .large: "large"
      case .cycles(let count): "\(count)"
      }
    print(
      "    again: Tools/crash-lab \(kind.name) --seed \(bench.seed) --scale \(scale) "
        + "--only \(fault.cycle)")
  }
}
