/// How wide each column of a table may be.
enum ColumnFit: Equatable {
  /// These widths fit.
  case columns([Int])

  /// The table would be this wide at least: too many columns to read beside each other.
  case tooWide(Int)

  /// What stands between two columns.
  static let gap = 2

  /// A column is made no narrower than this many characters for another's sake.
  static let narrowest = 5

  /// Shrinks the widest columns until all fit, numbers only after text.
  ///
  /// A number that is cut says something else at a glance, so text gives way first.
  static func fit(_ natural: [Int], isNumber: [Bool], into width: Int?) -> ColumnFit {
    let gaps = gap * max(natural.count - 1, 0)
    guard let width, natural.reduce(gaps, +) > width else { return .columns(natural) }
    let least = natural.reduce(gaps) { $0 + min($1, narrowest) }
    guard least <= width else { return .tooWide(natural.reduce(gaps, +)) }

    let texts = zip(natural, isNumber).filter { !$1 }.map(\.0)
    let numbers = natural.reduce(0, +) - texts.reduce(0, +)
    let room = width - gaps - numbers
    if texts.reduce(0, { $0 + min($1, narrowest) }) <= room {
      var shrunk = shrink(texts, into: room)[...]
      return .columns(zip(natural, isNumber).map { $1 ? $0 : shrunk.removeFirst() })
    }
    return .columns(shrink(natural, into: width - gaps))
  }

  /// Takes from the widest columns alone, all to one level, and leaves what is narrower as it is.
  private static func shrink(_ widths: [Int], into room: Int) -> [Int] {
    var level = 0
    var rest = room
    var open = widths.count
    for width in widths.sorted() {
      level = rest / open
      if width > level { break }
      rest -= width
      open -= 1
    }
    // The characters left over by the division go to the first of the widest columns.
    var spare = room - widths.reduce(0) { $0 + min($1, level) }
    return widths.map { width in
      guard width > level, spare > 0 else { return min(width, level) }
      spare -= 1
      return level + 1
    }
  }
}
