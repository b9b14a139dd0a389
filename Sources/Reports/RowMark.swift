/// How a row stands out, by one thing or several: always in words as well as by its look.
public struct RowMark: OptionSet, Hashable, Sendable {
  /// One bit for each thing.
  public let rawValue: UInt8

  /// The things whose bits are set.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// It is struck out: it never happened, or not here.
  public static let struck = RowMark(rawValue: 1)
  /// It was corrected.
  public static let amended = RowMark(rawValue: 2)
  /// It breaks a rule, or a label's limit.
  public static let deviation = RowMark(rawValue: 4)
  /// It was entered late.
  public static let late = RowMark(rawValue: 8)
  /// It tells of what is missing.
  public static let missing = RowMark(rawValue: 16)

  private static let all: [(mark: RowMark, name: String, word: String)] = [
    (.struck, "struck", "struck out"), (.amended, "amended", "corrected"),
    (.deviation, "deviation", "deviation"), (.late, "late", "late"),
    (.missing, "missing", "missing"),
  ]

  /// What it is called in a style sheet, a name for each thing.
  var names: [String] { Self.all.filter { contains($0.mark) }.map(\.name) }

  /// A word for each thing: `corrected`, `deviation`.
  public var words: [String] { Self.all.filter { contains($0.mark) }.map(\.word) }
}
