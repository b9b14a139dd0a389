import Records

extension String {
  /// The line in rows of at most so many columns, broken at spaces.
  ///
  /// What goes over is set in to where the line's last column of text begins, or else as the line is.
  func rows(of columns: Int) -> [String] {
    guard displayWidth(self) > columns else { return [self] }
    let indent = String(repeating: " ", count: hang(within: columns / 2))
    var rows: [String] = []
    // What the line begins with stays as it is written, blanks and all.
    let start = prefix { $0 == " " }
    var row = String(start)
    var isEmpty = true
    for word in dropFirst(start.count).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, displayWidth(row) + displayWidth(word) + 1 > columns {
        rows.append(row)
        row = indent
        isEmpty = true
      }
      row += isEmpty ? String(word) : " \(word)"
      isEmpty = false
    }
    return rows + [row]
  }

  /// Where the last text that stands apart by two blanks begins, if that is within so many columns;
  /// else where the line begins.
  private func hang(within columns: Int) -> Int {
    var blanks = 0
    var column = 0
    var first: Int?
    var last = 0
    for character in self {
      if character == " " {
        blanks += 1
      } else {
        if first == nil { first = column }
        if blanks > 1, column <= columns { last = column }
        blanks = 0
      }
      column += displayWidth(character)
    }
    return last > 0 ? last : first ?? 0
  }
}
