import Records

extension Scalar {
  /// Reads a string's form: its `format`, or its `pattern`, which must be one that is known.
  init(_ node: SchemaNode) throws {
    minLength = try node.optionalWhole("minLength")
    maxLength = try node.optionalWhole("maxLength")
    form = .any
    kind = .text
    if let format = node.child("format") {
      guard minLength == nil, maxLength == nil else {
        throw format.refuse("a date or time has no length")
      }
      let (expected, kind): (String, Property.Kind) =
        switch try format.text() {
        case "date": (Self.datePattern, .date)
        case "date-time": (Self.instantPattern, .instant)
        default: throw format.refuse("date or date-time is expected")
        }
      // `format` alone asserts nothing in most validators.
      try node.expect("pattern", .string(expected))
      self.kind = kind
      return
    }
    guard let pattern = node.child("pattern") else { return }
    guard let form = Self.forms[try pattern.text()] else {
      throw pattern.refuse("no such pattern is known: \(Self.forms.keys.sorted())")
    }
    self.form = form
  }

  private static let datePattern = #"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"#
  private static let instantPattern =
    #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"#
    + #"(Z|[+-][0-9]{2}:[0-9]{2})$"#

  /// The patterns that Records checks by hand.
  private static let forms: [String: TextForm] = [
    #"^[A-Za-z0-9._:-]{1,64}$"#: .id,
    #"^[0-9A-Fa-f]{64}$"#: .hex64,
    #"^[a-z][a-z0-9_]{0,63}$"#: .name,
    #"^[A-Za-z0-9._+/-]{1,64}$"#: .timeZone,
    #"^[^\u0000-\u001F\u007F-\u009F]*$"#: .line,
    #"^[^\u0000-\u0008\u000B-\u001F\u007F-\u009F]*$"#: .text,
  ]
}
