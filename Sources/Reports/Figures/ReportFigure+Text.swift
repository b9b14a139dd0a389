extension ReportFigure {
  /// The figure in lines of text of at most that width.
  public func lines(width: Int) -> [String] {
    switch self {
    case .bars(let chart): chart.lines(width: width)
    case .timeline(let timeline): timeline.lines(width: width)
    case .face(let map): map.lines(width: width)
    }
  }
}
