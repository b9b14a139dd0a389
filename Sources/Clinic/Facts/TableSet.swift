/// Some of the tables, by their numbers.
public struct TableSet: Hashable, Sendable {
  private var numbers: SIMD4<UInt64>

  /// Every table that there is or will be.
  public static let all = TableSet(numbers: SIMD4(repeating: .max))

  private init(numbers: SIMD4<UInt64>) { self.numbers = numbers }

  /// A set of these tables.
  public init(_ tables: some Sequence<TableType>) {
    numbers = SIMD4(repeating: 0)
    for table in tables { numbers[Int(table.id) / 64] |= 1 << UInt64(table.id % 64) }
  }

  /// Whether a table is one of them.
  public func contains(_ table: TableType) -> Bool {
    numbers[Int(table.id) / 64] >> UInt64(table.id % 64) & 1 == 1
  }
}
