/// Typed writing, as generated types do it; nil makes a slot absent.
extension RecordWriter {
  /// Sets true or false.
  @inlinable
  public mutating func set(_ slot: Int, boolean: Bool?) {
    set(slot, integer: boolean.map { $0 ? 1 : 0 })
  }

  /// Sets a decimal, which must be exact at `scale` places.
  @inlinable
  public mutating func set(_ slot: Int, decimal: ScaledDecimal?, scale: Int) {
    guard let decimal else {
      set(slot, integer: nil)
      return
    }
    guard let exact = decimal.rescaled(to: scale) else {
      preconditionFailure("slot \(slot) keeps \(scale) decimal places")
    }
    set(slot, integer: exact.units)
  }

  /// Sets a day.
  @inlinable
  public mutating func set(_ slot: Int, date: CalendarDate?) {
    set(slot, integer: date?.days)
  }

  /// Sets a moment.
  @inlinable
  public mutating func set(_ slot: Int, instant: Instant?) {
    set(slot, integer: instant?.microseconds)
  }

  /// Sets a word.
  @inlinable
  public mutating func set<Word: Vocabulary>(_ slot: Int, word: Word?) {
    set(slot, integer: word.map { Int64($0.rawValue) })
  }

  /// Sets a nested record.
  @inlinable
  public mutating func set<Value: RecordCodable>(_ slot: Int, structure: Value?) {
    guard let structure else { return set(slot, nested: nil) }
    var writer = lendWriter()
    set(slot, nested: structure.encoded(by: &writer))
    takeBack(writer)
  }

  /// Sets a list of words.
  @inlinable
  public mutating func set<Word: Vocabulary>(_ slot: Int, words: [Word]?) {
    guard let words else { return set(slot, integer: nil) }
    let start = beginCodes(words.count)
    for word in words { append(code: Int64(word.rawValue)) }
    endCodes(slot, from: start)
  }

  /// Sets a list of texts.
  @inlinable
  public mutating func set(_ slot: Int, texts: [String]?) {
    set(slot, list: texts)
  }

  /// Sets a list of nested records.
  @inlinable
  public mutating func set<Value: RecordCodable>(_ slot: Int, structures: [Value]?) {
    guard let structures else { return set(slot, list: nil as [[UInt8]]?) }
    var writer = lendWriter()
    set(slot, list: structures.map { $0.encoded(by: &writer) })
    takeBack(writer)
  }
}
