extension LineEditor {
  /// What stands before the lines of a statement.
  public struct Prompt: Equatable, Sendable {
    /// Before the first line.
    public var text: String

    /// Before each further one.
    public var continuation: String

    /// How both look.
    public var style: TextStyle

    /// A prompt; it is shown as text, escapes and all.
    public init(_ text: String, continuation: String, style: TextStyle = .plain) {
      self.text = text
      self.continuation = continuation
      self.style = style
    }
  }

  /// What came of asking for a statement.
  public enum Outcome: Equatable, Sendable {
    /// A text that the language calls complete; lines end in LF.
    case statement(String)

    /// Ctrl-C, or SIGINT: what was typed is given up.
    case interrupted

    /// Ctrl-D on an empty line, or a terminal that has gone.
    case end
  }
}
