import CSQLite

/// One value of a list whose place among the keys is known exactly.
///
/// SQLite 3.40 checks a list that it walks itself as if it had the column's affinity, so '07' was
/// lost from `text in (select 7)`; a list that is taken whole is checked as it should be.
enum KeyPoint: Hashable, Comparable {
  case number(Int64)
  case text([UInt8])

  /// The list in the order of the keys, each value once; nil if any could stand anywhere.
  ///
  /// `value` is what `sqlite3_vtab_in_first` and `sqlite3_vtab_in_next` walk.
  static func list(
    _ value: OpaquePointer?, _ plan: ScanPlan, _ shape: TableShape
  ) -> [KeyPoint]? {
    let column = shape.columns[plan.index.map { shape.indexes[$0].column } ?? shape.keyColumns[0]]
    let isPosition = plan.index == nil && shape.keyForm != .text
    var points: Set<KeyPoint> = []
    var item: OpaquePointer?
    var rc = sqlite3_vtab_in_first(value, &item)
    while rc == SQLITE_OK, let operand = item.map({ SQLOperand($0) }) {
      switch (operand, column.measure) {
      case (.null, _): break
      case (_, .text), (_, nil):
        guard let text = KeyPoint(text: operand) else { return nil }
        points.insert(text)
      case (_, let measure?):
        let bracket = Bracket.point(operand, measure, column.words)
        guard bracket.isPoint || bracket.isEmpty else { return nil }
        if bracket.isPoint, !isPosition || bracket.low >= 0 { points.insert(.number(bracket.low)) }
      }
      rc = sqlite3_vtab_in_next(value, &item)
    }
    return rc == SQLITE_DONE ? points.sorted() : nil
  }

  private init?(text operand: SQLOperand) {
    guard case .text(let bytes) = operand, bytes.count < KeyRange.capacity - 80, !bytes.contains(0)
    else { return nil }
    self = .text(Array(bytes))
  }

  static func < (one: KeyPoint, other: KeyPoint) -> Bool {
    switch (one, other) {
    case (.number(let one), .number(let other)): one < other
    case (.text(let one), .text(let other)): one.lexicographicallyPrecedes(other)
    case (.number, .text): true
    case (.text, .number): false
    }
  }
}

extension Bracket {
  /// Where a column can stand that equals a value.
  static func point(_ operand: SQLOperand, _ measure: Measure, _ words: [String]) -> Bracket {
    switch measure {
    case .integer: Bracket(.equal, integer: operand)
    case .date, .instant: Bracket(.equal, measure, operand)
    case .word: Bracket(word: operand, of: words)
    case .text: Bracket()
    }
  }
}

/// The points that a cursor has still to walk, in the order of the walk.
final class KeyPoints {
  private let points: [KeyPoint]
  private var place = 0

  init(_ points: [KeyPoint]) { self.points = points }

  func next() -> KeyPoint? {
    guard place < points.count else { return nil }
    defer { place += 1 }
    return points[place]
  }
}
