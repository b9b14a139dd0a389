import Records

/// What a change does to data, and so what both sides must say of it.
enum Fault: String, CaseIterable, Sendable {
  case nothing, optionalLeftOut, anyJSON, atLimit, moreZeros, wholeWithPoint, longest, realDay
  case realMoment
  case requiredLeftOut, unknownField, writtenTwice, null, otherKind, overLimit, underLimit
  case farTooLarge, fractionOfWhole, noSuchWord, noText, tooLong, controlCharacter, nul
  case noSuchDay, noSuchMoment, tooFewItems, tooManyItems, itemTwice
  /// Text that some fields take and others do not.
  case oddText
  /// A digit that would be lost: what JSON Schema has no word for, and so ours alone refuses.
  case tooFine
  /// A moment that its offset carries out of the years 0001–9999 in UTC, for which JSON Schema has
  /// no word either.
  case outsideCalendar

  enum Verdict { case accepted, refused, either, refusedByUsAlone }

  var verdict: Verdict {
    switch self {
    case .nothing, .optionalLeftOut, .anyJSON, .atLimit, .moreZeros, .wholeWithPoint, .longest,
      .realDay, .realMoment:
      .accepted
    case .requiredLeftOut, .unknownField, .writtenTwice, .null, .otherKind, .overLimit,
      .underLimit, .farTooLarge, .fractionOfWhole, .noSuchWord, .noText, .tooLong,
      .controlCharacter, .nul, .noSuchDay, .noSuchMoment, .tooFewItems, .tooManyItems, .itemTwice:
      .refused
    case .oddText: .either
    case .tooFine, .outsideCalendar: .refusedByUsAlone
    }
  }
}

/// One member of an object replaced: by nothing, by another value, by itself twice.
struct Change {
  var fault: Fault
  /// Where a problem is to be reported: `zones[1]`.
  var path: String
  var member: String
  var replacement: [JSONValue.Member]
  /// What a message may not show, since the field is †.
  var secret: String?

  /// The object with the member replaced, or with a new one at its end.
  static func applying(_ changes: [Change], to object: JSONValue) -> JSONValue {
    guard case .object(let members) = object else { return object }
    var result: [JSONValue.Member] = []
    for member in members {
      if let change = changes.first(where: { $0.member == member.key }) {
        result += change.replacement
      } else {
        result.append(member)
      }
    }
    let present = Set(members.map(\.key))
    for change in changes where !present.contains(change.member) { result += change.replacement }
    return .object(result)
  }
}
