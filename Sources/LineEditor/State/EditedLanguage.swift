/// What the editor asks of the language that is written in it.
///
/// Texts are whole, lines and all; places are counted in bytes of UTF-8. `complete` and `highlight` are
/// asked at each key, so they should answer within a few milliseconds. An answer that does not fit the
/// text is passed over.
public struct EditedLanguage {
  /// Whether Enter hands the text over; otherwise it begins another line.
  ///
  /// Blank text should be complete, and so should a line that is a command by itself.
  public var isComplete: (_ text: String) -> Bool

  /// What could be written at the cursor; nil is nothing.
  public var complete: (_ text: String, _ cursor: Int) -> Completion?

  /// How parts of the text are set off; of spans that overlap, the later one holds.
  public var highlight: (_ text: String) -> [StyledRange]

  /// A language; of plain text, as it stands.
  public init(
    isComplete: @escaping (_ text: String) -> Bool = { _ in true },
    complete: @escaping (_ text: String, _ cursor: Int) -> Completion? = { _, _ in nil },
    highlight: @escaping (_ text: String) -> [StyledRange] = { _ in [] }
  ) {
    self.isComplete = isComplete
    self.complete = complete
    self.highlight = highlight
  }
}

/// What could stand in place of what was typed of a word.
public struct Completion: Equatable, Sendable {
  /// One of the words that could.
  public struct Candidate: Equatable, Sendable {
    /// The whole word, with what was typed of it, and a space or bracket after it if one is wanted.
    public var text: String

    /// What a list says of it beside it, in a few words.
    public var detail: String?

    /// A word that could stand there.
    public init(_ text: String, detail: String? = nil) {
      self.text = text
      self.detail = detail
    }
  }

  /// What a candidate takes the place of, bytes of UTF-8, with the cursor in it or at its end.
  public var range: Range<Int>

  /// The words, in the order of the list.
  public var candidates: [Candidate]

  /// What could stand in a range of the text.
  public init(range: Range<Int>, candidates: [Candidate]) {
    self.range = range
    self.candidates = candidates
  }
}

/// A part of the text, bytes of UTF-8, and how it looks.
public struct StyledRange: Equatable, Sendable {
  /// From which byte to which.
  public var range: Range<Int>

  /// How it looks.
  public var style: TextStyle

  /// A part of the text that looks so.
  public init(_ range: Range<Int>, _ style: TextStyle) {
    self.range = range
    self.style = style
  }
}
