/// What a key asks of the editor.
enum Command: CaseIterable, Sendable {
  case left, right, wordLeft, wordRight
  case lineStart, lineEnd, textStart, textEnd
  case up, down, older, newer
  case eraseBack, eraseForward, eraseForwardOrEnd
  case killToLineEnd, killToLineStart, killWordForward, killWordBack, killSpacedWordBack
  case yank, yankPop, undo, redo, transpose
  case enter, newline, complete, completeBack
  case searchOlder, searchNewer, escape, cancel
  case interrupt, suspend, clearScreen

  /// The command of a key; nil if it has none.
  init?(_ key: Key) {
    if let command = Self.bindings[key] {
      self = command
      return
    }
    guard key.modifiers.contains(.shift) else { return nil }
    let plain = Key(key.code, key.modifiers.subtracting(.shift))
    guard let command = Self.bindings[plain] else { return nil }
    self = command
  }

  /// The keys of readline in its Emacs mode, and those that are printed on the keyboard.
  private static let bindings: [Key: Command] = [
    Key(.left): .left, .control("b"): .left,
    Key(.right): .right, .control("f"): .right,
    .alt("b"): .wordLeft, Key(.left, .control): .wordLeft, Key(.left, .alt): .wordLeft,
    .alt("f"): .wordRight, Key(.right, .control): .wordRight, Key(.right, .alt): .wordRight,
    Key(.home): .lineStart, .control("a"): .lineStart,
    Key(.end): .lineEnd, .control("e"): .lineEnd,
    Key(.home, .control): .textStart, .alt("<"): .textStart,
    Key(.end, .control): .textEnd, .alt(">"): .textEnd,
    Key(.up): .up, .control("p"): .up,
    Key(.down): .down, .control("n"): .down,
    Key(.pageUp): .older, Key(.up, .control): .older, Key(.up, .alt): .older,
    Key(.pageDown): .newer, Key(.down, .control): .newer, Key(.down, .alt): .newer,

    Key(.backspace): .eraseBack, Key(.backspace, .control): .eraseBack,
    Key(.delete): .eraseForward, .control("d"): .eraseForwardOrEnd,
    .control("k"): .killToLineEnd, .control("u"): .killToLineStart,
    .alt("d"): .killWordForward, Key(.delete, .control): .killWordForward,
    Key(.delete, .alt): .killWordForward,
    Key(.backspace, .alt): .killWordBack, .control("w"): .killSpacedWordBack,
    .control("y"): .yank, .alt("y"): .yankPop,
    .control("_"): .undo, .alt("_"): .redo, .alt("/"): .redo,
    .control("t"): .transpose,

    Key(.enter): .enter, Key(.enter, .control): .newline,
    Key(.enter, .alt): .newline, Key(.enter, .shift): .newline,
    Key(.tab): .complete, Key(.tab, .shift): .completeBack,
    .control("r"): .searchOlder, .control("s"): .searchNewer,
    Key(.escape): .escape, .control("g"): .cancel,
    .control("c"): .interrupt, .control("z"): .suspend, .control("l"): .clearScreen,
  ]
}
