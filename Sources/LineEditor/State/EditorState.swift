/// All that the editor knows between two keys: a value, changed by keys alone.
struct EditorState {
  /// What a key asks of the world outside.
  enum Effect: Equatable {
    case none
    /// The statement is to be run.
    case submit(String)
    /// Ctrl-C: what was typed is given up.
    case interrupted
    /// Ctrl-D on nothing.
    case end
    /// Ctrl-Z.
    case suspend
    case clearScreen
    /// The key does nothing here.
    case bell
  }

  /// What the keys go to.
  enum Mode {
    case text
    case list(CandidateList)
    case search(HistorySearch)
  }

  /// What the last key did, where the next one goes on with it.
  enum Act: Equatable {
    case typing, erasing, killing, moving, other
    case yanking(Range<Int>)
  }

  /// What undo brings back.
  struct Step {
    var text: EditedText
    var browsing: Browsing?
  }

  let language: EditedLanguage

  /// Statements that were run, the newest last.
  var history: [String]

  var text = EditedText()
  var mode = Mode.text
  var browsing: Browsing?
  var kills = KillRing()
  var steps = UndoSteps<Step>()
  var act = Act.other

  /// The column that Up and Down keep to over shorter lines.
  var column = 0

  /// What the last Ctrl-R looked for.
  var lastSought = ""

  /// The text that Esc hid the ghost of.
  var withoutGhost: EditedText?

  /// Something to be told, up to the next key.
  var notice: String?

  init(language: EditedLanguage, history: [String] = []) {
    self.language = language
    self.history = history
  }

  /// Begins another statement; what was killed stays.
  mutating func begin(history: [String]) {
    let (kills, lastSought) = (kills, lastSought)
    self = EditorState(language: language, history: history)
    self.kills = kills
    self.lastSought = lastSought
  }

  /// Takes a key; says what is to be done about it outside.
  mutating func take(_ key: Key) -> Effect {
    notice = nil
    switch mode {
    case .text: return takeInText(key)
    case .list(let list): return take(key, in: list)
    case .search(let search): return take(key, in: search)
    }
  }

  mutating func takeInText(_ key: Key) -> Effect {
    let before = act
    act = .other
    switch key.code {
    case .scalar(let scalar) where key.modifiers.isSubset(of: .shift):
      type(scalar, after: before)
      return .none
    case .paste(let pasted):
      if !pasted.isEmpty { change { $0.replace($0.cursor..<$0.cursor, with: pasted) } }
      return .none
    case .oversizedPaste:
      notice = "that was over \(KeyDecoder.longestPaste) bytes; nothing was pasted"
      return .bell
    default:
      guard let command = Command(key) else {
        act = before
        return .none
      }
      return perform(command, after: before)
    }
  }

  /// Changes the text, as a step that can be undone.
  mutating func change(_ body: (inout EditedText) -> Void) {
    recordStep()
    body(&text)
  }

  /// Has undo come back to the text as it is.
  mutating func recordStep() {
    steps.record(Step(text: text, browsing: browsing), size: text.characters.count)
  }

  private mutating func type(_ scalar: Unicode.Scalar, after before: Act) {
    // A terminal types no controls; what came here as one is some sequence's fragment.
    guard scalar.properties.generalCategory != .control else { return }
    // A word and the spaces after it are one step.
    let isWithinStep =
      before == .typing
      && (scalar.properties.isWhitespace
        || !(text.cursor > 0 && text.characters[text.cursor - 1].isWhitespace))
    if !isWithinStep { recordStep() }
    text.replace(text.cursor..<text.cursor, with: String(Character(scalar)))
    act = .typing
  }
}
