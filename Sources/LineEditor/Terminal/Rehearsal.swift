/// The editor without a terminal: takes the bytes that one would send, and tells what it would be sent.
///
/// For whoever tries the editor with more input than any person types; the program has no use for it.
package struct Rehearsal {
  /// What has been drawn.
  package struct Drawing {
    /// What the terminal is sent for it.
    package let bytes: [UInt8]
    /// What the terminal shows then if it does as it is told, row by row.
    package let rows: [String]
    /// The widths of the rows, columns.
    package let widths: [Int]
    /// Where the cursor is, from 0.
    package let cursor: (row: Int, column: Int)
  }

  private let prompt: LineEditor.Prompt
  private let size: TerminalSize
  private var decoder = KeyDecoder()
  private var state: EditorState
  private var screen: Screen

  /// An editor with statements run before, the newest last.
  package init(
    _ language: EditedLanguage, history: [String], prompt: LineEditor.Prompt, columns: Int,
    rows: Int
  ) {
    self.prompt = prompt
    size = TerminalSize(columns: columns, rows: rows)
    state = EditorState(language: language, history: history)
    screen = Screen(size: size, isColored: true)
  }

  /// The text that is edited.
  package var text: String { state.text.string }
  /// The characters of the text, and how many of them stand before the cursor.
  package var place: (cursor: Int, count: Int) { (state.text.cursor, state.text.characters.count) }
  /// Whether the characters are those that the whole text has.
  package var isWhole: Bool { Array(state.text.string) == state.text.characters }

  /// Takes a byte; gives what is sent besides drawings.
  package mutating func take(_ byte: UInt8) -> [UInt8] {
    var keys: [Key] = []
    decoder.take(byte, into: &keys)
    return take(keys)
  }

  /// Lets the time pass after which what has come of a sequence is all of it.
  package mutating func pause() -> [UInt8] {
    var keys: [Key] = []
    decoder.timeOut(into: &keys)
    return take(keys)
  }

  /// Undoes a step, or does it again; false if there is none.
  package mutating func goBack(_ isRedo: Bool = false) -> Bool {
    state.take(isRedo ? .alt("/") : .control("_")) != .bell
  }

  /// Draws what is to be seen over what was drawn before.
  package mutating func draw() -> Drawing {
    let frame = Frame(state, prompt: prompt, size: size, top: screen.frame?.top ?? 0)
    return Drawing(
      bytes: screen.draw(frame), rows: frame.rows.map { $0.map(\.text).joined() },
      widths: frame.rows.map(\.width), cursor: (frame.cursor.row, frame.cursor.column))
  }

  private mutating func take(_ keys: [Key]) -> [UInt8] {
    var sent: [UInt8] = []
    for key in keys {
      switch state.take(key) {
      case .none, .bell, .suspend: break
      case .clearScreen: sent += screen.clear()
      case .submit(let statement):
        sent += finish()
        state.begin(history: state.history + [statement])
      case .interrupted, .end:
        sent += finish()
        state.begin(history: state.history)
      }
    }
    return sent
  }

  private mutating func finish() -> [UInt8] {
    screen.finish(Frame(final: state, prompt: prompt, columns: size.columns))
  }
}
