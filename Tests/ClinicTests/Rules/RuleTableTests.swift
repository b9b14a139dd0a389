import Clinic
import EventLog
import Testing

/// Every rule from 5 on, tried in the same six ways.
@Suite struct RuleTableTests {
  @Test func `no rule lacks any of the six ways`() {
    #expect(Set(RuleCase.all.map(\.rule)) == Set(5...22))
    for rule in RuleCase.all {
      #expect(Set(rule.then.keys) == Set(Way.allCases), "\(rule.testDescription)")
    }
  }

  @Test(arguments: RuleCase.all, Way.allCases)
  func `an entry is taken, noted or refused as its rule says`(
    _ rule: RuleCase, _ way: Way
  ) throws {
    let verdict = try rule.verdict(way)
    let expected = try #require(rule.then[way])
    #expect(try rule.outcome(way) == expected, "\(verdict)")
    // What is noted says what was allowed, what was found, why, and by whose authority.
    for deviation in verdict.deviations where expected != .refused && deviation.rule != 19 {
      #expect(!deviation.limit.isEmpty && !deviation.observed.isEmpty)
      #expect(deviation.authorisedBy == "U2")
      #expect(way == .asItHappens || !deviation.reason.isEmpty)
    }
    for refusal in verdict.refusals {
      #expect(refusal.hint != nil, "a refusal says what to do: \(refusal.message)")
    }
  }

  @Test(arguments: RuleCase.all)
  func `what a rule allows is taken with no other finding either`(_ rule: RuleCase) throws {
    let verdict = try rule.verdict(.allowed)
    #expect(verdict.refusals.isEmpty && verdict.deviations.isEmpty, "\(verdict)")
  }

  @Test(arguments: RuleCase.all)
  func `a finding never says a client's value`(_ rule: RuleCase) throws {
    let said = try rule.verdict(.asItHappens)
    let texts =
      said.refusals.flatMap { [$0.message, $0.limit, $0.observed, $0.hint ?? ""] }
      + said.deviations.flatMap { [$0.limit, $0.observed] }
    for value in ["Example Client", "1988"] {
      #expect(texts.allSatisfy { !$0.contains(value) })
    }
  }
}
