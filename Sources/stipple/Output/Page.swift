/// What results are laid out for: a screen of some width, or a file.
struct Page: Equatable, Sendable {
  /// Columns to fit into; nil lets a table be as wide as its text.
  var width: Int?

  /// The most rows that a table shows; nil shows every one.
  var rowLimit: Int?

  var style: Style

  /// Whether a terminal reads it, so that nothing may be sent raw in any mode.
  var isTerminal: Bool

  /// Everything, exactly, without colour.
  static let file = Page(width: nil, rowLimit: nil, style: .plain, isTerminal: false)

  /// A screen; 200 rows are about what one scrolls back through.
  static func terminal(width: Int?, rowLimit: Int? = 200, style: Style = .plain) -> Page {
    Page(width: width, rowLimit: rowLimit, style: style, isTerminal: true)
  }
}
