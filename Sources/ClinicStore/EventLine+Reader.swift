import Clinic
import EventLog
import Records

extension EventLine {
  /// Takes a line's members apart one by one, collecting every problem on the way.
  struct Reader: ~Escapable {
    private let object: JSONOutline
    private let line: RawSpan
    private(set) var problems: [InputError.Problem] = []

    @_lifetime(copy line)
    init(_ object: JSONOutline, _ line: RawSpan) {
      self.object = object
      self.line = line
    }

    mutating func refuseUnknown(known: Set<String>) {
      for name in object.members.map(\.key) where !known.contains(name) {
        let near = Suggestion.nearest(to: name, among: Array(known))
        report(name, "no such field", hint: near.map { "did you mean \($0)?" })
      }
    }

    mutating func text(_ name: String) -> String? {
      guard let member = object[name], member.kind != .null else { return nil }
      guard let text = object.string(member, in: line) else {
        report(name, "expected text")
        return nil
      }
      guard text.unicodeScalars.count <= 4000 else {
        report(name, "longer than 4000 characters")
        return nil
      }
      guard TextForm.text.admits(text) else {
        report(name, "has a control character")
        return nil
      }
      return text
    }

    mutating func required(_ name: String) -> String? {
      guard object[name] != nil else {
        report(name, "is missing")
        return nil
      }
      return text(name)
    }

    mutating func id(_ name: String, limit: Int = 64, isRequired: Bool = true) -> String? {
      guard let text = isRequired ? required(name) : text(name) else { return nil }
      guard (1...limit).contains(text.utf8.count),
        text.split(every: 64).allSatisfy({ TextForm.id.admits($0) })
      else {
        report(name, "is no id", hint: "1 to \(limit) of A-Z a-z 0-9 . _ : -")
        return nil
      }
      return text
    }

    mutating func stream(_ name: String) -> StreamName? {
      guard let text = required(name) else { return nil }
      do throws(StreamNameError) {
        return try StreamName(parsing: text)
      } catch {
        report(name, error.message, hint: error.hint)
        return nil
      }
    }

    mutating func type(_ name: String) -> EventType? {
      guard let text = required(name) else { return nil }
      guard let type = EventType.named(text) else {
        let near = Suggestion.nearest(to: text, among: EventType.all.map(\.name))
        report(name, "no such event type", hint: near.map { "did you mean \($0)?" })
        return nil
      }
      return type
    }

    mutating func schema(_ name: String, of type: EventType?) {
      guard let schema = count(name), let type, schema != UInt64(type.version) else { return }
      report(name, "\(type.name) \(schema) is not known here, only \(type.version)")
    }

    mutating func offsetInstant(_ name: String) -> OffsetInstant? {
      guard let text = required(name) else { return nil }
      guard let instant = OffsetInstant(rfc3339: text) else {
        report(
          name, "is no time with an offset", hint: "2026-03-01T10:05:00+00:00")
        return nil
      }
      return instant
    }

    mutating func instant(_ name: String) -> Instant? {
      offsetInstant(name)?.instant
    }

    mutating func word<Words: Vocabulary>(_ name: String, as type: Words.Type) -> Words? {
      guard let text = text(name) else { return nil }
      guard let word = Words(name: text) else {
        report(name, "is none of \(Words.names.joined(separator: ", "))")
        return nil
      }
      return word
    }

    mutating func count(_ name: String) -> UInt64? {
      guard let member = object[name], member.kind != .null else { return nil }
      guard let integer = object.integer(member, in: line), integer >= 0 else {
        report(name, "expected a whole number, 0 or more")
        return nil
      }
      return UInt64(integer)
    }

    mutating func boolean(_ name: String) -> Bool? {
      guard let member = object[name], member.kind != .null else { return nil }
      guard member.kind == .boolean else {
        report(name, "expected true or false")
        return nil
      }
      return member.range.count == "true".utf8.count
    }

    mutating func data(_ name: String, _ type: EventType?) -> [UInt8]? {
      guard let member = object[name] else {
        report(name, "is missing")
        return nil
      }
      guard let type else { return nil }
      do throws(InputError) {
        return try type.record.record(
          fromJSON: line.extracting(member.range), path: name)
      } catch {
        problems += error.problems
        return nil
      }
    }

    /// What an export adds, all of it needed.
    mutating func recorded() -> AsRecorded? {
      func needed(_ name: String) -> UInt64? {
        if object[name] == nil { report(name, "is missing") }
        return count(name)
      }
      let position = needed("position")
      let version = needed("version")
      guard let recordedAt = instant("recorded_at"), let clock = instant("clock"),
        let position, let version, let deviations = deviations()
      else { return nil }
      return AsRecorded(
        position: position, version: version, recordedAt: recordedAt, clock: clock,
        deviations: deviations)
    }

    private mutating func deviations() -> [Deviation]? {
      guard let member = object["deviations"], member.kind != .null else { return [] }
      guard case .array(let items)? = try? JSONValue(parsing: line.extracting(member.range)) else {
        report("deviations", "expected a list")
        return nil
      }
      var deviations: [Deviation] = []
      for (index, item) in items.enumerated() {
        guard case .number(let rule)? = item["rule"], let rule = Int(rule),
          case .string(let limit)? = item["limit"], case .string(let observed)? = item["observed"],
          case .string(let reason)? = item["reason"], case .string(let by)? = item["authorised_by"]
        else {
          report("deviations[\(index)]", "needs rule, limit, observed, reason and authorised_by")
          return nil
        }
        deviations.append(
          Deviation(
            rule: rule, limit: limit, observed: observed, reason: reason, authorisedBy: by))
      }
      return deviations
    }

    private mutating func report(_ path: String, _ message: String, hint: String? = nil) {
      problems.append(.init(path: path, message: message, hint: hint))
    }
  }
}

extension String {
  /// The text in pieces of that many characters, the last one shorter.
  fileprivate func split(every count: Int) -> [String] {
    var pieces: [String] = []
    var rest = self[...]
    while !rest.isEmpty {
      pieces.append(String(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return pieces
  }
}
