extension ScanPlan {
  /// The arguments that `xFilter` is given.
  var argumentCount: Int {
    switch bounds {
    case .none: 0
    case .point, .points: 1
    case .pair: 2
    case .sieve where !isRange: 1
    case .range, .sieve, .recorded: (lower == nil ? 0 : 1) + (upper == nil ? 0 : 1)
    }
  }

  /// Calls `body` with each of the first column's constraints and its value.
  func forEachConstraint(
    _ operands: ScanOperands, _ body: (Comparison, SQLOperand) -> Void
  ) {
    switch bounds {
    case .none, .points: break
    case .point, .pair: if let value = operands.first { body(.equal, value) }
    case .sieve where !isRange: if let value = operands.first { body(.equal, value) }
    case .range, .sieve, .recorded:
      if let first = lower ?? upper, let value = operands.first { body(first, value) }
      if lower != nil, let upper, let value = operands.second { body(upper, value) }
    }
  }
}

/// The values that a plan's constraints compare with, in the order of `argv`.
struct ScanOperands {
  private(set) var first: SQLOperand?
  private(set) var second: SQLOperand?

  /// None.
  init() {}

  /// Those that a plan is given.
  init(_ plan: ScanPlan, _ arguments: UnsafeMutablePointer<OpaquePointer?>?) {
    let count = plan.argumentCount
    if count > 0 { first = SQLOperand(arguments?[0]) }
    if count > 1 { second = SQLOperand(arguments?[1]) }
  }
}

extension KeyRange {
  /// Whether it leaves out no row of the table.
  func isWhole(of shape: TableShape) -> Bool {
    isEndOfPrefix && !isEmpty && low.elementsEqual(shape.keyPrefix)
  }

  /// Bounds a walk over the table itself.
  mutating func setKey(to operands: ScanOperands, _ plan: ScanPlan, _ shape: TableShape) {
    cover(shape.keyPrefix)
    guard operands.first != nil else { return }
    switch shape.keyForm {
    case .text:
      plan.forEachConstraint(operands) { comparison, operand in
        narrow(comparison, text: operand, shape.keyPrefix, terminator: nil)
      }
    case .position, .positionAndOrdinal:
      var bracket = Bracket.positions
      plan.forEachConstraint(operands) { comparison, operand in
        bracket.narrow(Bracket(comparison, integer: operand))
      }
      var ordinal: Int64?
      if plan.bounds == .pair, let value = operands.second {
        let second = Bracket(.equal, integer: value)
        if second.isEmpty { bracket.isEmpty = true }
        if second.isPoint, bracket.isPoint, UInt32(exactly: second.low) != nil {
          ordinal = second.low
        }
      }
      setPositions(bracket, ordinal: ordinal, shape)
    }
  }

  /// Bounds a walk over a table whose key begins with the position.
  mutating func setPositions(_ bracket: Bracket, _ shape: TableShape) {
    cover(shape.keyPrefix)
    setPositions(bracket, ordinal: nil, shape)
  }

  /// Bounds a walk over an index; false if only the table itself can answer.
  ///
  /// A point that is none would come in the order of its values, where the order of the keys has
  /// been promised: so the table.
  mutating func set(
    to operands: ScanOperands, _ plan: ScanPlan, _ shape: TableShape, index: SourceIndex
  ) -> Bool {
    let column = shape.columns[index.column]
    guard plan.bounds != .none else {
      cover(index.prefix)
      return true
    }
    if column.form == .stream {
      guard let stream = operands.first else { return false }
      return setStream(stream, column, index)
    }
    if column.measure == .text {
      let prefix = index.textPrefix
      cover(prefix)
      var isKnown = true
      plan.forEachConstraint(operands) { comparison, operand in
        let isExact = narrow(comparison, text: operand, prefix, terminator: 0)
        if comparison == .equal, !isExact, !isEmpty { isKnown = false }
      }
      return isKnown
    }
    var bracket = Bracket()
    plan.forEachConstraint(operands) { comparison, operand in
      switch column.measure {
      case .integer: bracket.narrow(Bracket(comparison, integer: operand))
      case .date, .instant: bracket.narrow(Bracket(comparison, column.measure ?? .date, operand))
      case .word: bracket.narrow(Bracket(word: operand, of: column.words))
      case .text, nil: break
      }
    }
    if plan.bounds == .point, !bracket.isPoint, !bracket.isEmpty { return false }
    setIntegers(bracket, index)
    return true
  }

  /// Bounds a walk to one point of the table, or of an index.
  mutating func set(to point: KeyPoint, _ shape: TableShape, index: SourceIndex?) {
    isEmpty = false
    switch (point, index) {
    case (.text(let bytes), nil):
      bytes.withUnsafeBytes { setPoint(shape.keyPrefix, $0, terminator: nil) }
    case (.text(let bytes), let index?) where shape.columns[index.column].form == .stream:
      bytes.withUnsafeBytes {
        isEmpty = !setStream(.text($0), shape.columns[index.column], index)
      }
    case (.text(let bytes), let index?):
      bytes.withUnsafeBytes { setPoint(index.textPrefix, $0, terminator: 0) }
    case (.number(let number), nil):
      setPositions(Bracket(at: number), shape)
    case (.number(let number), let index?): setIntegers(Bracket(at: number), index)
    }
  }

  /// Narrows by one comparison with text; false if the value is not one whose place is known.
  @discardableResult
  private mutating func narrow(
    _ comparison: Comparison, text operand: SQLOperand, _ prefix: [UInt8], terminator: UInt8?
  ) -> Bool {
    switch operand {
    case .null:
      isEmpty = true
      return true
    case .text(let bytes) where !bytes.contains(0):
      // After all those with this very text.
      let after = terminator.map { $0 + 1 } ?? 0
      switch comparison {
      case .equal: setPoint(prefix, bytes, terminator: terminator)
      case .above: begin(prefix, bytes, then: after)
      case .atLeast: begin(prefix, bytes, then: terminator)
      case .below: end(prefix, bytes, then: terminator)
      case .atMost: end(prefix, bytes, then: after)
      }
      return prefix.count + bytes.count + 1 <= Self.capacity
    default: return false
    }
  }

  private mutating func setPositions(_ bracket: Bracket, ordinal: Int64?, _ shape: TableShape) {
    guard !bracket.isEmpty else {
      isEmpty = true
      return
    }
    let prefix = shape.keyPrefix
    if bracket.low > 0 || ordinal != nil {
      let first = BigEndian(UInt64(bracket.low))
      first.withBytes { begin(prefix, $0) }
    }
    if bracket.high < .max {
      let after = BigEndian(UInt64(bracket.high) + 1)
      after.withBytes { end(prefix, $0) }
    }
    if let ordinal {
      let position = BigEndian(UInt64(bracket.low)).bytes
      let ordinal = UInt32(truncatingIfNeeded: ordinal)
      let first = position + BigEndian(UInt64(ordinal)).bytes.suffix(4)
      first.withUnsafeBytes { begin(prefix, $0) }
      first.withUnsafeBytes { end(prefix, $0, then: 0) }
    }
  }

  private mutating func setIntegers(_ bracket: Bracket, _ index: SourceIndex) {
    let prefix = index.numberPrefix
    cover(prefix)
    guard !bracket.isEmpty else {
      isEmpty = true
      return
    }
    if bracket.low > .min {
      BigEndian(ordering: bracket.low).withBytes { begin(prefix, $0) }
    }
    if bracket.high < .max {
      BigEndian(ordering: bracket.high + 1).withBytes { end(prefix, $0) }
    }
  }

  /// A stream as its index has it: the kind's code, the id, 0.
  private mutating func setStream(
    _ operand: SQLOperand, _ column: SourceColumn, _ index: SourceIndex
  ) -> Bool {
    guard case .text(let bytes) = operand, !bytes.contains(0),
      let slash = bytes.firstIndex(of: UInt8(ascii: "/"))
    else { return false }
    let kind = String(decoding: bytes[..<slash], as: UTF8.self)
    guard let code = column.words.firstIndex(of: kind) else { return false }
    cover([UInt8(code)])
    setPoint(
      [UInt8(code)], UnsafeRawBufferPointer(rebasing: bytes[(slash + 1)...]), terminator: 0)
    return true
  }
}

extension Bracket {
  /// One number.
  init(at number: Int64) {
    self.init()
    (low, high) = (number, number)
  }

  /// Where positions can be.
  static var positions: Bracket {
    var bracket = Bracket()
    bracket.low = 0
    return bracket
  }

  /// The code of a word; everything, if it is no word.
  init(word operand: SQLOperand, of words: [String]) {
    switch operand {
    case .null: isEmpty = true
    case .text(let bytes):
      guard let code = words.firstIndex(where: { $0.utf8.elementsEqual(bytes) }) else { return }
      (low, high) = (Int64(code), Int64(code))
    case .integer, .real, .blob: break
    }
  }
}

/// A number as a key has it: the greater, the later.
struct BigEndian {
  private let word: UInt64

  init(_ number: UInt64) { word = number.bigEndian }

  /// A signed number: its sign flipped, so that below zero comes first.
  init(ordering number: Int64) { self.init(UInt64(bitPattern: number) ^ 1 << 63) }

  var bytes: [UInt8] { withBytes { Array($0) } }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(of: word, body)
  }
}
