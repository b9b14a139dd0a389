public import Clinic
public import EventLog
import Records

extension EventType {
  /// The type of that name; an unknown one is an error that names the nearest.
  public static func required(_ name: String) throws(StoreError) -> EventType {
    guard let type = named(name) else {
      let near = Suggestion.nearest(to: name, among: all.map(\.name))
      throw StoreError(
        .badInput, "no such event type",
        hint: near.map { "did you mean \($0)?" } ?? "stipple record --keys lists them")
    }
    return type
  }

  /// A stream that the type could stand in, for a hint.
  public var exampleStream: String {
    guard let stream else { return "session/S1" }
    return opens ? "\(stream.name)/new" : "\(stream.name)/\(stream.idPrefix ?? "")1"
  }

  /// `key=value` or `key:=JSON` taken apart.
  static func word(
    _ text: String
  ) throws(StoreError) -> (key: String, value: String, isJSON: Bool) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw StoreError(
        .badInput, "data is given as key=value; nothing was recorded", hint: "volume_ml=2.00")
    }
    let value = String(text[text.index(after: equals)...])
    let key = text[..<equals]
    guard key.last == ":" else { return (String(key), value, false) }
    return (String(key.dropLast()), value, true)
  }
}

extension ClinicStore {
  /// The record of a type that `key=value` words make.
  ///
  /// - Throws: ``StoreError`` with every key that is unknown, missing or out of its range.
  public func payload(
    of type: EventType, fromWords words: [String]
  ) throws(StoreError) -> [UInt8] {
    var members: [(key: String, value: String, isJSON: Bool)] = []
    for text in words { members.append(try word(text, of: type.record)) }
    do throws(InputError) {
      let json = try type.record.json(fromWords: members)
      return try type.record.record(fromJSON: json, path: "")
    } catch {
      var refusal = StoreError(error)
      refusal.hint = refusal.hint ?? "stipple record \(type.name) --keys"
      throw refusal.noting("nothing was recorded")
    }
  }

  /// `key=value` or `key:=JSON` taken apart; a date and time without an offset is the clinic's own.
  func word(
    _ text: String, of type: RecordType
  ) throws(StoreError) -> (key: String, value: String, isJSON: Bool) {
    var word = try EventType.word(text)
    var isMoment = word.key == "occurred_at"
    if case .instant? = type.field(named: word.key)?.kind { isMoment = true }
    if isMoment, !word.isJSON, CalendarDate(iso: String(word.value.prefix(10))) != nil,
      let moment = OccurredAt(word.value, zone: zone, now: .now)
    {
      word.value = moment.instant.rfc3339
    }
    return word
  }
}

extension StreamName {
  /// The stream that the text names, or the next free one of its kind.
  public static func required(_ text: String) throws(StoreError) -> StreamName {
    do throws(StreamNameError) {
      return try StreamName(parsing: text)
    } catch {
      throw StoreError(.badInput, error.message, hint: error.hint)
    }
  }

  /// What the log is told to append to.
  var target: Draft.Target {
    switch self {
    case .stream(let stream): .stream(stream)
    case .new(let kind): .new(kind: kind.rawValue, prefix: kind.idPrefix ?? "")
    }
  }
}

extension StreamID {
  /// The stream that the text names; `new` names none that is there.
  public static func required(_ text: String) throws(StoreError) -> StreamID {
    guard case .stream(let stream) = try StreamName.required(text) else {
      throw StoreError(.badInput, "new names no stream that is there", hint: "session/S1")
    }
    return stream
  }
}
