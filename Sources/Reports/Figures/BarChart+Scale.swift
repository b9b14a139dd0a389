extension BarChart {
  /// The range that the bars stand in: zero is always part of it.
  struct Scale {
    let least: Double
    let most: Double
    let step: Double

    init(_ values: [Double], isWhole: Bool) {
      let low = min(0, values.min() ?? 0)
      let high = max(0, values.max() ?? 0)
      let span = high - low > 0 ? high - low : 1
      var step = 1.0
      while step * 5 < span { step *= 10 }
      while step / 10 * 5 >= span { step /= 10 }
      if step / 5 * 5 >= span { step /= 5 } else if step / 2 * 5 >= span { step /= 2 }
      self.step = isWhole ? max(step, 1) : step
      least = (low / self.step).rounded(.down) * self.step
      most = max((high / self.step).rounded(.up) * self.step, least + self.step)
    }

    /// The values that a line is drawn at.
    var ticks: [Double] {
      let count = Int(((most - least) / step).rounded())
      return (0...max(count, 1)).map { least + Double($0) * step }
    }
  }

  var scale: Scale {
    Scale(groups.flatMap(\.values).compactMap { $0 }.filter(\.isFinite), isWhole: decimals == 0)
  }

  /// A value as it is printed beside its bar.
  func printed(_ value: Double?) -> String {
    value.map { $0.fixed(decimals) } ?? ReportFact.notRecorded
  }

  /// All of it in words: `2026-03: sessions 12, no-shows not recorded; …`.
  var inWords: String {
    guard !groups.isEmpty else { return ReportFact.notRecorded }
    return groups.map { group in
      let values = zip(series, group.values).map { name, value in
        series.count > 1 ? "\(name) \(printed(value))" : printed(value)
      }
      return "\(group.label): \(values.joined(separator: ", "))"
    }.joined(separator: "; ")
  }
}
