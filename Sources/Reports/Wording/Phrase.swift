/// One field of an event in a clinician's words, and what was first written where that differs.
public struct Phrase: Hashable, Sendable {
  /// How a phrase stands to the one before it.
  public enum Joint: Hashable, Sendable {
    /// After a comma.
    case comma
    /// After a space: one thing with what went before.
    case space
    /// In brackets: the reason of what went before.
    case brackets
    /// After a colon: what somebody said of it in their own words.
    case colon
  }

  /// The field it speaks of, by its name in the schema.
  public let field: String
  /// What stands before the value, such as `lot`; empty where the value says it all.
  public let lead: String
  /// The value in words; nil where there is none.
  public let value: String?
  /// The value first written, where ``isChanged``; nil where there was none.
  public private(set) var was: String?
  /// Whether the value was another one at first.
  public private(set) var isChanged = false
  /// How it stands to the phrase before.
  public let joint: Joint

  /// A value as it was written, or none.
  public init(_ field: String, _ value: String?, lead: String = "", joint: Joint = .comma) {
    self.field = field
    self.lead = lead
    self.value = value
    self.joint = joint
  }

  /// The same value, which was another one at first.
  func changed(from was: String?) -> Phrase {
    var phrase = self
    phrase.was = was
    phrase.isChanged = true
    return phrase
  }

  /// `lot HA-7`, or `lot HA-7 ← HA-1` where it was another; nil where there is nothing to say.
  public var text: String? {
    guard value != nil || isChanged else { return nil }
    let now = value ?? "none"
    let said = isChanged ? "\(now) ← \(was ?? "none")" : now
    return lead.isEmpty ? said : "\(lead) \(said)"
  }
}
