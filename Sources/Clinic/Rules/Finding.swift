/// What a rule found of an entry about to be recorded.
public struct Finding: Hashable, Sendable {
  /// What a finding means for the entry.
  public enum Level: Hashable, Sendable {
    /// The data makes no sense: never taken.
    case refuse
    /// An act not yet done is refused; one already past is taken and carries a deviation.
    case refuseUnlessPast
    /// Taken, with a deviation.
    case note
    /// Taken with a deviation, if a reason is given; refused without one.
    case noteWithReason
  }

  /// The rule's number in the clinic's catalogue; 0 for how corrections are made.
  public let rule: Int
  /// What the finding means for the entry.
  public let level: Level
  /// What is wrong, in plain words, without a client's value.
  public let message: String
  /// One thing to do about it.
  public let hint: String?
  /// The field it is about, as `data.lot` or `recorded_by`.
  public let field: String?
  /// What the rule allows, as a deviation states it.
  public let limit: String
  /// What was found, as a deviation states it.
  public let observed: String

  /// A finding by its parts; what was found is the message unless it is said apart.
  public init(
    rule: Int, level: Level = .refuse, message: String, hint: String? = nil, field: String? = nil,
    limit: String, observed: String? = nil
  ) {
    self.rule = rule
    self.level = level
    self.message = message
    self.hint = hint
    self.field = field
    self.limit = limit
    self.observed = observed ?? message
  }
}

extension Array where Element == Finding {
  /// Adds what another rule found, which is nearly always nothing.
  static func += (all: inout [Finding], more: [Finding]) {
    if !more.isEmpty { all.append(contentsOf: more) }
  }
}
