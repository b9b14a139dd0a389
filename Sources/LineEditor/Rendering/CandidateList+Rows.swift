extension CandidateList {
  /// The columns between candidates.
  private static let gap = 2

  /// The list as rows: in columns, or one a row where anything is said of them.
  ///
  /// Of a list that is too long, the part with the chosen one is shown, and how many are not.
  func rows(columns: Int, limit: Int) -> [[Glyph]] {
    let hasDetails = candidates.contains { $0.detail != nil }
    let cells = candidates.map { Glyph.glyphs(of: $0.text, style: .plain) }
    let widest = min(columns, cells.map(\.width).max() ?? 0)
    let across = hasDetails ? 1 : max(1, (columns + Self.gap) / (widest + Self.gap))
    let height = (cells.count + across - 1) / across
    let isWhole = height <= limit
    let shown = isWhole ? height : max(1, limit - 1)
    let first = ((chosen ?? 0) / across) / shown * shown
    let last = min(height, first + shown)
    var rows = (first..<last).map { row in
      let indices = row * across..<min(cells.count, (row + 1) * across)
      return line(indices, cells, widest: widest, columns: columns)
    }
    let seen = min(cells.count, last * across) - first * across
    if seen < cells.count, limit > 1 {
      let rest = "\(cells.count - seen) more"
      rows.append(Glyph.glyphs(of: rest, style: TextStyle(isDim: true)).fitted(into: columns))
    }
    return rows
  }

  private func line(
    _ indices: Range<Int>, _ cells: [[Glyph]], widest: Int, columns: Int
  ) -> [Glyph] {
    var line: [Glyph] = []
    for index in indices {
      var cell = cells[index].fitted(into: widest)
      if index == chosen { for place in cell.indices { cell[place].style.isReversed.toggle() } }
      line += cell
      if let detail = candidates[index].detail {
        let pad = widest - cell.width + Self.gap
        line += Array(repeating: .space(.plain), count: pad)
        line += Glyph.glyphs(of: detail, style: TextStyle(isDim: true))
      } else if index + 1 < indices.upperBound {
        let pad = widest - cell.width + Self.gap
        line += Array(repeating: .space(.plain), count: pad)
      }
    }
    return line.fitted(into: columns)
  }
}
