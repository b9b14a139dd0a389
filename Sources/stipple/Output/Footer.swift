import Records

/// The line below a result: `117 rows · 2 ms`.
struct Footer: Equatable, Sendable {
  var rows: Int

  /// Rows that there are but that are not on the screen.
  var hidden = 0

  /// How long the statement took; nil when `.timer` is off.
  var duration: Duration?

  /// The moment that was asked about; nil is now.
  var moment: String?

  /// Where the rows went, when not to the screen.
  var file: String?

  /// The line, without its end.
  var text: String {
    var parts = [rows == 1 ? "1 row" : "\(rows) rows"]
    if hidden > 0 { parts.append("\(hidden) not shown (.mode table all shows them)") }
    if let duration { parts.append(Self.text(duration)) }
    if let moment { parts.append("as of \(visible(moment))") }
    if let file { parts.append("written to \(visible(file))") }
    return parts.joined(separator: " · ")
  }

  /// A time as one would say it: `<1 ms`, `2 ms`, `1.24 s`, `2 min 5 s`.
  static func text(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    switch milliseconds {
    case ..<1: return "<1 ms"
    case ..<1000: return "\(milliseconds) ms"
    case ..<60_000:
      let hundredths = milliseconds % 1000 / 10
      return "\(milliseconds / 1000).\(hundredths < 10 ? "0" : "")\(hundredths) s"
    default: return "\(milliseconds / 60_000) min \(milliseconds % 60_000 / 1000) s"
    }
  }
}
