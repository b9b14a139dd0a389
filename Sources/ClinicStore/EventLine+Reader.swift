import Clinic
import EventLog
import Records

extension EventLine {
  /// Takes a line's members apart one by one, collecting every problem on the way.
  ///
  /// What is as it should be is read from its bytes at once; only where that fails is it asked, step
  /// by step, what is wrong.
  struct Reader: ~Escapable {
    private let object: JSONOutline
    private let line: RawSpan
    private(set) var problems: [InputError.Problem] = []

    @_lifetime(copy line)
    init(_ object: JSONOutline, _ line: RawSpan) {
      self.object = object
      self.line = line
    }

    mutating func refuseUnknown() {
      for name in object.unknown {
        let near = Suggestion.nearest(to: name, among: Name.names)
        report(name, "no such field", hint: near.map { "did you mean \($0)?" })
      }
    }

    private func member(_ name: Name) -> JSONOutline.Member? { object[Int(name.rawValue)] }

    private func string(_ name: Name) -> String? {
      member(name).flatMap { object.string($0, in: line) }
    }

    mutating func text(_ name: Name) -> String? {
      guard let member = member(name), member.kind != .null else { return nil }
      guard let text = object.string(member, in: line) else {
        report(name, "expected text")
        return nil
      }
      // A text has at most as many scalars as bytes, so most are never counted.
      guard text.utf8.count <= 4000 || text.unicodeScalars.count <= 4000 else {
        report(name, "longer than 4000 characters")
        return nil
      }
      guard TextForm.text.admits(text) else {
        report(name, "has a control character")
        return nil
      }
      return text
    }

    mutating func required(_ name: Name) -> String? {
      guard member(name) != nil else {
        report(name, "is missing")
        return nil
      }
      return text(name)
    }

    mutating func id(_ name: Name, limit: Int = 64, isRequired: Bool = true) -> String? {
      if let text = string(name), TextForm.isID(text, limit: limit) { return text }
      guard (isRequired ? required(name) : text(name)) != nil else { return nil }
      report(name, "is no id", hint: "1 to \(limit) of A-Z a-z 0-9 . _ : -")
      return nil
    }

    mutating func stream(_ name: Name) -> StreamName? {
      if let member = member(name), let text = object.plainBytes(member, in: line),
        let stream = try? StreamName(parsing: text)
      {
        return stream
      }
      guard let text = required(name) else { return nil }
      do throws(StreamNameError) {
        return try StreamName(parsing: text)
      } catch {
        report(name, error.message, hint: error.hint)
        return nil
      }
    }

    mutating func type(_ name: Name) -> EventType? {
      if let member = member(name), let text = object.plainBytes(member, in: line),
        let type = EventType.named(utf8: text)
      {
        return type
      }
      guard let text = required(name) else { return nil }
      if let type = EventType.named(text) { return type }
      let near = Suggestion.nearest(to: text, among: EventType.all.map(\.name))
      report(name, "no such event type", hint: near.map { "did you mean \($0)?" })
      return nil
    }

    mutating func schema(_ name: Name, of type: EventType?) {
      guard let schema = count(name), let type, schema != UInt64(type.version) else { return }
      report(name, "\(type.name) \(schema) is not known here, only \(type.version)")
    }

    mutating func offsetInstant(_ name: Name) -> OffsetInstant? {
      if let member = member(name), let instant = object.offsetInstant(member, in: line) {
        return instant
      }
      guard required(name) != nil else { return nil }
      report(name, "is no time with an offset", hint: "2026-03-01T10:05:00+00:00")
      return nil
    }

    mutating func instant(_ name: Name) -> Instant? {
      offsetInstant(name)?.instant
    }

    mutating func word<Words: Vocabulary>(_ name: Name, as type: Words.Type) -> Words? {
      if let member = member(name), let code = object.word(member, of: Words.type, in: line) {
        return Words(code: code)
      }
      guard text(name) != nil else { return nil }
      report(name, "is none of \(Words.names.joined(separator: ", "))")
      return nil
    }

    mutating func count(_ name: Name) -> UInt64? {
      guard let member = member(name), member.kind != .null else { return nil }
      guard let integer = object.integer(member, in: line), integer >= 0 else {
        report(name, "expected a whole number, 0 or more")
        return nil
      }
      return UInt64(integer)
    }

    mutating func boolean(_ name: Name) -> Bool? {
      guard let member = member(name), member.kind != .null else { return nil }
      guard member.kind == .boolean else {
        report(name, "expected true or false")
        return nil
      }
      return member.range.count == "true".utf8.count
    }

    mutating func data(
      _ name: Name, _ type: EventType?, by writer: inout RecordWriter
    ) -> [UInt8]? {
      guard let member = member(name) else {
        report(name, "is missing")
        return nil
      }
      guard let type else { return nil }
      do throws(InputError) {
        return try type.record.record(
          fromJSON: line.extracting(member.range), path: name.name, by: &writer)
      } catch {
        problems += error.problems
        return nil
      }
    }

    /// What an export adds, all of it needed.
    mutating func recorded() -> AsRecorded? {
      func needed(_ name: Name) -> UInt64? {
        if member(name) == nil { report(name, "is missing") }
        return count(name)
      }
      let position = needed(.position)
      let version = needed(.version)
      guard let recordedAt = instant(.recordedAt), let clock = instant(.clock),
        let position, let version, let deviations = deviations()
      else { return nil }
      return AsRecorded(
        position: position, version: version, recordedAt: recordedAt, clock: clock,
        deviations: deviations)
    }

    private mutating func deviations() -> [Deviation]? {
      guard let member = member(.deviations), member.kind != .null else { return [] }
      guard case .array(let items)? = try? JSONValue(parsing: line.extracting(member.range)) else {
        report(Name.deviations, "expected a list")
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

    private mutating func report(_ name: Name, _ message: String, hint: String? = nil) {
      report(name.name, message, hint: hint)
    }

    private mutating func report(_ path: String, _ message: String, hint: String? = nil) {
      problems.append(.init(path: path, message: message, hint: hint))
    }
  }
}
