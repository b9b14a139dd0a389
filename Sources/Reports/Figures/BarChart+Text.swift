import Records

extension BarChart {
  private static let bar = "█"
  /// Eighths of a column.
  private static let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// The chart in lines of at most that width: a bar a line, its value behind it.
  public func lines(width: Int) -> [String] {
    var lines = ["\(visible(title)), \(visible(unit))"]
    guard !groups.isEmpty else { return lines + ["  \(ReportFact.notRecorded)"] }
    let labelWidth = min(columns(of: groups.map(\.label)), max(width / 4, 8))
    let seriesWidth = series.count > 1 ? min(columns(of: series), max(width / 4, 8)) : 0
    let valueWidth = columns(of: groups.flatMap { $0.values.compactMap { $0 }.map(printed) })
    let most = groups.flatMap(\.values).compactMap { $0?.magnitude }.max() ?? 0
    let gaps = seriesWidth > 0 ? 7 : 5
    let room = max(width - labelWidth - seriesWidth - valueWidth - gaps, 4)
    for group in groups {
      for (place, value) in group.values.enumerated() {
        var line = "  " + padded(place == 0 ? group.label : "", to: labelWidth) + "  "
        if seriesWidth > 0 { line += padded(series[place], to: seriesWidth) + "  " }
        let bar = Self.bar(value, most, room)
        line += bar + (bar.isEmpty ? "" : " ") + printed(value)
        lines.append(line)
      }
    }
    return lines
  }

  private func columns(of texts: [String]) -> Int {
    texts.reduce(0) { max($0, displayWidth(visible($1))) }
  }

  private func padded(_ text: String, to columns: Int) -> String {
    let (shown, width) = fitted(visible(text), into: columns)
    return shown + String(repeating: " ", count: max(columns - width, 0))
  }

  private static func bar(_ value: Double?, _ most: Double, _ room: Int) -> String {
    guard let value, value.isFinite, most > 0 else { return "" }
    let eighths = Int((value.magnitude / most * Double(room) * 8).rounded())
    return String(repeating: bar, count: eighths / 8) + parts[eighths % 8]
  }
}
