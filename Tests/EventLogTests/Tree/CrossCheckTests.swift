import EventLog
import Foundation
import TestProcesses
import Testing

/// Roots, proofs and notes of ours, good and forged, held against code that is not ours: pymerkle,
/// sigstore, cryptography, and the RFC's own definitions in Python.
@Suite struct CrossCheckTests {
  /// The least that has to be compared; at least a third of it forged.
  private static let least = 5_000

  @Test func `our verdict on thousands of proofs is that of code which is not ours`() throws {
    var random = Seeded(seed: 62)
    var lines: [[String: Any]] = []
    // By the place in `lines`; a tree itself is no case.
    var cases: [Int: CrossCheckCase] = [:]
    func add(_ next: CrossCheckCase?) {
      guard let next else { return }
      cases[lines.count] = next
      lines.append(next.line)
    }
    for number in 0..<48 {
      // Every small shape, powers of two and their neighbours, and some of any size.
      let size =
        number < 34 ? number + 1 : [63, 64, 65, 127, 129, 255, 256, 257][(number - 34) % 8]
      let drawn = number < 42 ? size : 258 + random.below(400)
      let tree = try CrossCheckTree("t\(number)", size: drawn, &random)
      lines.append([
        "kind": "tree", "name": tree.name, "records": tree.records.map { Base64.encode($0) },
      ])
      for _ in 0..<20 { add(try tree.rootCase(&random)) }
      for _ in 0..<28 {
        add(try tree.entryCase(&random))
        add(try tree.growthCase(&random))
      }
      for _ in 0..<22 {
        add(try tree.forgedEntry(&random))
        add(try tree.forgedGrowth(&random))
      }
      for _ in 0..<16 { add(try tree.noteCase(&random)) }
    }
    let verdicts = try JudgingPython().verdicts(on: lines)
    try #require(verdicts.count == lines.count)
    for (place, one) in cases {
      #expect(one.isTaken != one.isForged, "ours: case \(place), \(one.about)")
      let isGood = verdicts[place] == "good"
      #expect(isGood != one.isForged, "theirs: case \(place), \(one.about): \(verdicts[place])")
    }
    let forged = cases.values.count { $0.isForged }
    #expect(cases.count >= Self.least)
    #expect(forged * 3 >= cases.count, "\(forged) of \(cases.count) are forged")
    // Every kind of forgery was tried, on roots, entries, growth and notes, and each of the four good.
    let kinds = Set(cases.values.map(\.about))
    #expect(kinds.count == 2 + 25 + 24 + 7 + 4, "\(kinds.sorted())")
    print("\(cases.count) cross-checks of proofs, \(forged) of them forged, seed 62")
  }

  @Test func `the judge is no rubber stamp`() throws {
    var random = Seeded(seed: 63)
    let tree = try CrossCheckTree("one", size: 7, &random)
    var good = try tree.entryCase(&random)
    let text = try #require(good.line["proof"] as? String)
    good.line["tree"] = nil
    var bad = good
    bad.line["proof"] = text.replacing("index ", with: "index 1")
    let verdicts = try JudgingPython().verdicts(on: [good.line, bad.line])
    #expect(verdicts[0] == "good")
    #expect(verdicts[1].hasPrefix("bad "))
  }
}

/// The Python that has Merkle trees and Ed25519 which are not ours.
struct JudgingPython {
  private let python: Python

  init() throws {
    python = try Python(
      with: ["pymerkle", "cryptography", "sigstore"],
      requirements: "Tests/Probes/Proofs/requirements.txt")
  }

  /// What `judge.py` says of each line.
  func verdicts(on lines: [[String: Any]]) throws -> [String] {
    var text = Data()
    for line in lines {
      text += try JSONSerialization.data(withJSONObject: line)
      text += Data("\n".utf8)
    }
    return try withScratchFolder { folder in
      let cases = folder.appendingPathComponent("cases")
      try text.write(to: cases)
      let outcome = try python.run([
        PackageFolder.path("Tests/Probes/Proofs/judge.py"), cases.path,
      ])
      try #require(outcome.status == 0, "\(outcome)")
      return outcome.output.split(separator: "\n").map(String.init)
    }
  }
}
