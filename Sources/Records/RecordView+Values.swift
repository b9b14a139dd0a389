/// Typed reading, as generated types do it.
extension RecordView {
  /// The value, or an error that names the slot when a required field is absent.
  @inlinable
  public func required<Value>(_ value: Value?, _ slot: Int) throws(RecordError) -> Value {
    guard let value else { throw RecordError(.missing, schema: schema, slot: slot) }
    return value
  }

  /// True or false; nil if absent.
  @inlinable
  public func boolean(_ slot: Int) -> Bool? {
    integer(slot).map { $0 != 0 }
  }

  /// A decimal of `scale` places; nil if absent.
  @inlinable
  public func decimal(_ slot: Int, scale: Int) -> ScaledDecimal? {
    integer(slot).map { ScaledDecimal(units: $0, scale: scale) }
  }

  /// A day; nil if absent.
  @inlinable
  public func date(_ slot: Int) -> CalendarDate? {
    integer(slot).map(CalendarDate.init(days:))
  }

  /// A moment; nil if absent.
  @inlinable
  public func instant(_ slot: Int) -> Instant? {
    integer(slot).map(Instant.init(microseconds:))
  }

  /// A word; nil if absent; throws on a code past the words known.
  @inlinable
  public func word<Word: Vocabulary>(_ slot: Int, as type: Word.Type) throws(RecordError) -> Word? {
    guard let code = integer(slot) else { return nil }
    guard let word = Word(code: code) else {
      throw RecordError(.unknownWord, schema: schema, slot: slot)
    }
    return word
  }

  /// A nested record; nil if absent; throws if it cannot be read.
  @inlinable
  public func structure<Value: RecordCodable>(
    _ slot: Int, as type: Value.Type
  ) throws(RecordError) -> Value? {
    guard isPresent(slot) else { return nil }
    guard let bytes = nested(slot) else { throw malformed(slot) }
    return try Value(RecordView(bytes))
  }

  /// A list of words; nil if absent; throws if any cannot be read.
  @inlinable
  public func words<Word: Vocabulary>(
    _ slot: Int, as type: Word.Type
  ) throws(RecordError) -> [Word]? {
    guard isPresent(slot) else { return nil }
    guard let list = list(slot) else { throw malformed(slot) }
    var result: [Word] = []
    result.reserveCapacity(list.count)
    for index in 0..<list.count {
      guard let code = list.integer(index), let word = Word(code: code) else {
        throw RecordError(.unknownWord, schema: schema, slot: slot)
      }
      result.append(word)
    }
    return result
  }

  /// A list of texts; nil if absent; throws if any cannot be read.
  @inlinable
  public func texts(_ slot: Int) throws(RecordError) -> [String]? {
    guard isPresent(slot) else { return nil }
    guard let list = list(slot) else { throw malformed(slot) }
    var result: [String] = []
    result.reserveCapacity(list.count)
    for index in 0..<list.count {
      guard let text = list.text(index) else { throw malformed(slot) }
      result.append(text)
    }
    return result
  }

  /// A list of nested records; nil if absent; throws if any cannot be read.
  @inlinable
  public func structures<Value: RecordCodable>(
    _ slot: Int, as type: Value.Type
  ) throws(RecordError) -> [Value]? {
    guard isPresent(slot) else { return nil }
    guard let list = list(slot) else { throw malformed(slot) }
    var result: [Value] = []
    result.reserveCapacity(list.count)
    for index in 0..<list.count {
      guard let bytes = list.nested(index) else { throw malformed(slot) }
      result.append(try Value(RecordView(bytes)))
    }
    return result
  }

  @usableFromInline
  func malformed(_ slot: Int) -> RecordError {
    RecordError(.malformed, schema: schema, slot: slot)
  }
}
