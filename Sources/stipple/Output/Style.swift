/// When to colour: `--color`.
enum ColorChoice: String, CaseIterable, Sendable {
  case auto, always, never
}

/// The few ways in which text is set off; all of them do nothing where colour is not wanted.
struct Style: Equatable, Sendable {
  private let isColored: Bool

  /// No colour at all.
  static let plain = Style(isColored: false)

  /// Colour, come what may.
  static let colored = Style(isColored: true)

  private init(isColored: Bool) { self.isColored = isColored }

  /// Colours under `auto` only on a terminal that is not dumb, and unless `NO_COLOR` is set and not empty.
  init(_ choice: ColorChoice, isTerminal: Bool, environment: (String) -> String?) {
    switch choice {
    case .always: isColored = true
    case .never: isColored = false
    case .auto:
      let isRefused = environment("NO_COLOR").map { !$0.isEmpty } ?? false
      isColored = isTerminal && !isRefused && environment("TERM") != "dumb"
    }
  }

  func bold(_ text: String) -> String { set(text, "1") }
  func dim(_ text: String) -> String { set(text, "2") }
  func red(_ text: String) -> String { set(text, "1;31") }
  func cyan(_ text: String) -> String { set(text, "36") }

  private func set(_ text: String, _ code: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
