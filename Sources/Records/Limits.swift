/// The shape that a text must have.
public enum TextForm: UInt8, Sendable, Hashable {
  /// Anything but NUL.
  case any
  /// 1–64 of `A-Z a-z 0-9 . _ : -`.
  case id
  /// 64 hex digits, a SHA-256.
  case hex64
  /// A field's name: `a`–`z`, then up to 63 more of `a`–`z`, `0`–`9`, `_`.
  case name
  /// 1–64 of `A-Z a-z 0-9 . _ + / -`, as the names of time zones are.
  case timeZone
  /// No control characters (C0, DEL, C1).
  case line
  /// No control characters except tab and newline.
  case text
}

/// What a field's value must keep to.
public struct Limits: Sendable, Hashable {
  /// The least number, in units of the field's scale.
  public var minimum: Int64?
  /// The greatest number, in units of the field's scale.
  public var maximum: Int64?
  /// True if ``minimum`` itself is refused.
  public var exclusiveMinimum: Bool
  /// The fewest Unicode scalars of a text, or of each text in a list.
  public var minLength: Int?
  /// The most Unicode scalars of a text, or of each text in a list.
  public var maxLength: Int?
  /// The shape of a text, or of each text in a list.
  public var form: TextForm
  /// The fewest items of a list.
  public var minItems: Int?
  /// The most items of a list.
  public var maxItems: Int?
  /// True if no item of a list may be there twice.
  public var uniqueItems: Bool

  /// Limits; what is left out does not limit.
  public init(
    minimum: Int64? = nil, maximum: Int64? = nil, exclusiveMinimum: Bool = false,
    minLength: Int? = nil, maxLength: Int? = nil, form: TextForm = .any,
    minItems: Int? = nil, maxItems: Int? = nil, uniqueItems: Bool = false
  ) {
    self.minimum = minimum
    self.maximum = maximum
    self.exclusiveMinimum = exclusiveMinimum
    self.minLength = minLength
    self.maxLength = maxLength
    self.form = form
    self.minItems = minItems
    self.maxItems = maxItems
    self.uniqueItems = uniqueItems
  }

  /// No limits.
  public static let none: Limits = Limits()
}
