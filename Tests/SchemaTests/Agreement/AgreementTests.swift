import Clinic
import Records
import Testing

/// Our reader and an independent validator say the same of the same data.
///
/// Two differences are known, where JSON Schema has no word for a limit and ours alone refuses: the
/// digits that `x-scale` keeps, and moments that in UTC lie outside the years 0001–9999.
@Suite struct AgreementTests {
  /// Data with changes in it, those of one event type.
  private struct Case {
    var type: EventType
    var changes: [Change]
    var data: JSONValue

    var label: String {
      let what = changes.map { "\($0.fault) at \($0.path)" }.joined(separator: ", ")
      return "\(type.name), \(what): \(data.text.prefix(300))"
    }
  }

  /// The full example of every type, with every change that its schema knows of.
  private static func sources() throws -> [(type: EventType, example: JSONValue, changes: [Change])]
  {
    try EventType.all.map { type in
      let file = try SchemaFile.event(type.name)
      let example = try #require(file.fullExample, "\(type.name) has no full example").json
      return (type, example, Changes.to(example, try SchemaForm(of: file)))
    }
  }

  private static func single() throws -> [Case] {
    try sources().flatMap { source in
      source.changes.map { change in
        Case(
          type: source.type, changes: [change],
          data: Change.applying([change], to: source.example))
      }
    }
  }

  /// Two to four changes at once, in different fields.
  private static func several(_ count: Int, seed: UInt64) throws -> [Case] {
    var random = Seeded(seed)
    let sources = try sources().map { source in
      // What makes the whole no JSON is told alone, so it cannot stand beside others.
      (
        type: source.type, example: source.example,
        changes: source.changes.filter {
          $0.fault.verdict != .either && $0.fault.verdict != .refusedByUsAlone && $0.fault != .nul
        }
      )
    }.filter { Set($0.changes.map(\.member)).count > 2 }
    var cases: [Case] = []
    while cases.count < count {
      let source = try #require(sources.randomElement(using: &random))
      var chosen: [Change] = []
      for _ in 0..<Int.random(in: 2...4, using: &random) {
        // By field and kind of fault first: texts would otherwise crowd out everything else.
        let members = Set(source.changes.map(\.member)).subtracting(chosen.map(\.member)).sorted()
        guard let member = members.randomElement(using: &random) else { break }
        let here = source.changes.filter { $0.member == member }
        let fault = Set(here.map(\.fault.rawValue)).sorted().randomElement(using: &random)
        if let change = here.filter({ $0.fault.rawValue == fault }).randomElement(using: &random) {
          chosen.append(change)
        }
      }
      let data = Change.applying(chosen, to: source.example)
      cases.append(Case(type: source.type, changes: chosen, data: data))
    }
    return cases
  }

  /// What our reader says: the record, or its problems.
  private static func ours(_ one: Case) -> Result<[UInt8], InputError> {
    do throws(InputError) {
      return .success(try one.type.record.record(fromJSON: one.data.text))
    } catch {
      return .failure(error)
    }
  }

  @Test func `of every single change both say the same, and ours says where`() throws {
    let cases = try Self.single()
    let verdicts = try Judge.verdicts(of: cases.map { ($0.type.name, $0.data) })
    var refused: [Fault: Int] = [:]
    var accepted: [Fault: Int] = [:]
    for (one, verdict) in zip(cases, verdicts) {
      let change = one.changes[0]
      let ours = Self.ours(one)
      let weRefuse = Self.hasFailed(ours)
      let theyRefuse = verdict != "accept"
      if weRefuse { refused[change.fault, default: 0] += 1 }
      if !weRefuse { accepted[change.fault, default: 0] += 1 }
      switch change.fault.verdict {
      case .accepted: #expect(!weRefuse && !theyRefuse, "\(one.label)\n\(verdict)\n\(ours)")
      case .refused: #expect(weRefuse && theyRefuse, "\(one.label)\n\(verdict)\n\(ours)")
      case .either: #expect(weRefuse == theyRefuse, "\(one.label)\n\(verdict)\n\(ours)")
      case .refusedByUsAlone: #expect(weRefuse && !theyRefuse, "\(one.label)\n\(verdict)\n\(ours)")
      }
      switch ours {
      case .success(let record): try Self.expectStable(one, record)
      case .failure(let error): Self.expectPlaces(one, error)
      }
    }
    // A control: every kind of change occurred, and was judged in each way that it can be.
    #expect(cases.count > 2_000)
    for fault in Fault.allCases {
      let isRefused = fault.verdict != .accepted
      let isAccepted = fault.verdict == .accepted || fault.verdict == .either
      #expect(!isRefused || refused[fault, default: 0] > 0, "\(fault) was never refused")
      #expect(!isAccepted || accepted[fault, default: 0] > 0, "\(fault) was never accepted")
    }
  }

  @Test func `of several changes at once both say the same, and ours names every fault`() throws {
    let cases = try Self.several(600, seed: 2)
    let verdicts = try Judge.verdicts(of: cases.map { ($0.type.name, $0.data) })
    for (one, verdict) in zip(cases, verdicts) {
      let ours = Self.ours(one)
      let isFaulty = one.changes.contains { $0.fault.verdict == .refused }
      #expect(Self.hasFailed(ours) == isFaulty, "\(one.label)\n\(ours)")
      #expect((verdict != "accept") == isFaulty, "\(one.label)\n\(verdict)")
      if case .failure(let error) = ours { Self.expectPlaces(one, error) }
    }
    #expect(verdicts.contains("accept") && verdicts.contains { $0 != "accept" })
  }

  @Test func `data that is no object is refused as a whole`() throws {
    let values = ["[]", "\"{}\"", "null", "1", "true"]
    for type in EventType.all {
      for value in values {
        let one = Case(type: type, changes: [], data: try JSONValue(parsing: value))
        guard case .failure(let error) = Self.ours(one) else {
          Issue.record("\(type.name) is taken as \(value)")
          continue
        }
        #expect(error.problems.map(\.path) == ["data"], "\(error)")
      }
    }
  }

  private static func hasFailed(_ result: Result<[UInt8], InputError>) -> Bool {
    if case .failure = result { return true }
    return false
  }

  /// The problems stand at the faulty fields, at every one of them and nowhere else, and show
  /// nothing of a † field.
  private static func expectPlaces(_ one: Case, _ error: InputError) {
    let faulty = one.changes.filter { $0.fault.verdict != .accepted }
    let paths = faulty.map { $0.fault == .nul ? "data" : "data.\($0.path)" }
    #expect(Set(error.problems.map(\.path)) == Set(paths), "\(one.label)\n\(error)")
    for problem in error.problems { #expect(!problem.message.isEmpty, "\(one.label)") }
    for secret in faulty.compactMap(\.secret) {
      #expect(!"\(error)".contains(secret), "a † value is shown\n\(one.label)\n\(error)")
    }
  }

  /// What was taken is given out as JSON that is taken again, as the same bytes.
  private static func expectStable(_ one: Case, _ record: [UInt8]) throws {
    let canonical = one.type.record.json(of: record.span.bytes)
    #expect(try one.type.record.record(fromJSON: canonical) == record, "\(one.label)\n\(canonical)")
    let event = try ClinicEvent(
      type: one.type.number, version: one.type.version, payload: record.span.bytes)
    #expect(event.encoded() == record, "\(one.label)")
  }
}
