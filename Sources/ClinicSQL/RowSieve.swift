import Records

/// What a scan leaves out without handing it to SQLite: rows whose column cannot meet a constraint.
///
/// It lets too many rows through, never too few: SQLite checks each again.
struct RowSieve {
  /// The column's slot; -1 lets every row through.
  private var slot = -1
  private var bracket = Bracket()

  init() {}

  /// By the values that a plan compares one column with.
  init(_ operands: ScanOperands, _ plan: ScanPlan, _ shape: TableShape) {
    guard let place = plan.sieveColumn else { return }
    let column = shape.columns[place]
    bracket = Bracket(operands, plan, of: column)
    slot = column.slot
  }

  /// Whether no row at all can pass.
  var isClosed: Bool { bracket.isEmpty }

  /// Whether a row may meet the constraint.
  @inline(__always)
  func admits(_ row: UnsafeRawBufferPointer) -> Bool {
    guard slot >= 0 else { return true }
    // What is absent is NULL, which no comparison holds for.
    guard let number = RecordView(trusting: RawSpan(_unsafeBytes: row)).integer(slot) else {
      return false
    }
    return number >= bracket.low && number <= bracket.high
  }
}

extension SourceColumn {
  /// Whether rows can be sifted by it: what it stores is a number, in the order that SQL shows.
  func canSift(_ comparison: Comparison) -> Bool {
    switch form {
    case .integer, .decimal, .date, .instant: true
    // Words sort by their letters, and are stored by their codes.
    case .word: comparison == .equal
    case .text, .json, .stream, .payload, .moment: false
    }
  }
}

extension Bracket {
  /// Where a column's stored number can stand to all that a plan compares it with.
  init(_ operands: ScanOperands, _ plan: ScanPlan, of column: SourceColumn) {
    self.init()
    plan.forEachConstraint(operands) { comparison, operand in
      narrow(Bracket(comparison, operand, of: column))
    }
  }

  /// Where a column's stored number can stand to a value.
  init(_ comparison: Comparison, _ operand: SQLOperand, of column: SourceColumn) {
    switch column.form {
    case .integer: self.init(comparison, integer: operand)
    case .decimal: self.init(comparison, decimal: operand, scale: column.scale)
    case .date: self.init(comparison, .date, operand)
    case .instant: self.init(comparison, .instant, operand)
    case .word where comparison == .equal: self.init(word: operand, of: column.words)
    case .word, .text, .json, .stream, .payload, .moment: self.init()
    }
  }

  /// Where a decimal's units can stand to a value: to the unit on either side, since dividing rounds.
  private init(_ comparison: Comparison, decimal operand: SQLOperand, scale: Int) {
    self.init()
    let value: Double
    switch operand {
    case .null:
      isEmpty = true
      return
    case .integer(let number): value = Double(number)
    case .real(let number): value = number
    // Text would be given the column's affinity first.
    case .text, .blob: return
    }
    var units = value
    for _ in 0..<scale { units *= 10 }
    // Beyond, a step between two doubles is more than a unit.
    guard units.magnitude < 0x1p52 else { return }
    let whole = Int64(units.rounded(.down))
    if comparison != .below, comparison != .atMost { low = whole - 1 }
    if comparison != .above, comparison != .atLeast { high = whole + 2 }
  }
}
