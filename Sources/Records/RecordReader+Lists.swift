/// Lists of words, texts and structures.
extension RecordReader {
  /// Reads the list that is next into its field's slot.
  mutating func list(
    _ field: Field, _ words: WordTable?, into writer: inout RecordWriter
  ) throws(JSONError) {
    guard scanner.peek() == UInt8(ascii: "["), case .list(let kind) = field.kind else {
      try mismatch(field.name, "expected a list")
      return
    }
    let mark = problems.count
    try scanner.enter()
    var items = ListItems()
    var isFirst = true
    var index = 0
    while try scanner.nextElement(&isFirst) {
      let before = problems.count
      let isNew = try item(kind, field, words, into: &items)
      if !isNew, field.limits.uniqueItems { note("", "is there twice") }
      // The item's problems carry the field's name or nothing so far; the index goes with it.
      for place in before..<problems.count {
        let path = problems[place].path
        problems[place].path =
          path.isEmpty || path == field.name
          ? "\(field.name)[\(index)]" : "\(field.name)[\(index)].\(path)"
      }
      index += 1
    }
    if let minimum = field.limits.minItems, index < minimum {
      note(field.name, "has \(Self.counted(index)), under \(minimum)")
    }
    if let maximum = field.limits.maxItems, index > maximum {
      note(field.name, "has \(Self.counted(index)), over \(maximum)")
    }
    guard mark == problems.count else { return }
    switch kind {
    case .enumeration: writer.set(field.slot, list: items.codes)
    case .text: writer.setTexts(field.slot, items.chunks)
    default: writer.set(field.slot, list: items.chunks)
    }
  }

  private static func counted(_ count: Int) -> String {
    count == 0 ? "no items" : count == 1 ? "1 item" : "\(count) items"
  }

  /// Reads one item; false if the same one came before.
  private mutating func item(
    _ kind: Field.Kind, _ field: Field, _ words: WordTable?, into items: inout ListItems
  ) throws(JSONError) -> Bool {
    switch kind {
    case .structure(let type):
      var inner = RecordWriter(type)
      let mark = problems.count
      try object(type, into: &inner)
      return mark == problems.count ? items.insert(inner.finish(), field.limits) : true
    case .enumeration, .text:
      guard scanner.peek() == UInt8(ascii: "\"") else {
        try mismatch("", Self.expectation(FieldRule.tag(of: kind)))
        return true
      }
      let string = try scanner.string()
      if case .enumeration = kind {
        guard let code = fixed(string, .enumeration, words, field) else { return true }
        return items.insert(code)
      }
      return item(string, field, into: &items)
    default:
      try scanner.skipValue()
      return true
    }
  }

  private mutating func item(
    _ string: JSONString, _ field: Field, into items: inout ListItems
  ) -> Bool {
    var text: [UInt8] = []
    string.append(from: scanner.bytes, to: &text)
    let limits = field.limits
    let problem = text.withUnsafeBytes {
      Self.problem(
        $0, form: limits.form, minLength: limits.minLength ?? 0,
        maxLength: limits.maxLength ?? Int.max)
    }
    if let problem {
      note("", problem.message, hint: problem.hint)
      return true
    }
    return items.insert(text, limits)
  }
}

/// What a list holds so far.
private struct ListItems {
  var codes: [Int64] = []
  var chunks: [[UInt8]] = []
  /// A code is below 256: one bit each.
  private var seenCodes: SIMD4<UInt64> = .zero
  private var seenChunks: Set<[UInt8]> = []

  /// False if the code was there already.
  mutating func insert(_ code: Int64) -> Bool {
    codes.append(code)
    let bit: UInt64 = 1 << UInt64(code & 63)
    let word = Int(code >> 6 & 3)
    defer { seenCodes[word] |= bit }
    return seenCodes[word] & bit == 0
  }

  /// False if the bytes were there already, which is looked at only where they must not be.
  mutating func insert(_ chunk: [UInt8], _ limits: Limits) -> Bool {
    chunks.append(chunk)
    return limits.uniqueItems ? seenChunks.insert(chunk).inserted : true
  }
}
