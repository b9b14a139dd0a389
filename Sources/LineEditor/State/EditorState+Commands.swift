import Records

extension EditorState {
  mutating func perform(_ command: Command, after before: Act) -> Effect {
    let cursor = text.cursor
    switch command {
    case .left: text.moveCursor(to: cursor - 1)
    case .right: if !takeGhost() { text.moveCursor(to: cursor + 1) }
    case .wordLeft: text.moveCursor(to: text.wordStart(before: cursor))
    case .wordRight: text.moveCursor(to: text.wordEnd(after: cursor))
    case .lineStart: text.moveCursor(to: text.lineStart(cursor))
    case .lineEnd: if !takeGhost() { text.moveCursor(to: text.lineEnd(cursor)) }
    case .textStart: text.moveCursor(to: 0)
    case .textEnd: text.moveCursor(to: text.characters.count)
    case .up: return moveLine(-1, after: before)
    case .down: return moveLine(1, after: before)
    case .older: return browse(.older)
    case .newer: return browse(.newer)

    case .eraseBack: return erase(cursor - 1..<cursor, after: before)
    case .eraseForward: return erase(cursor..<cursor + 1, after: before)
    case .eraseForwardOrEnd:
      return text.isEmpty ? .end : erase(cursor..<cursor + 1, after: before)
    case .killToLineEnd:
      let end = text.lineEnd(cursor)
      return kill(cursor..<(end == cursor ? cursor + 1 : end), after: before)
    case .killToLineStart:
      let start = text.lineStart(cursor)
      return kill((start == cursor ? cursor - 1 : start)..<cursor, after: before)
    case .killWordForward: return kill(cursor..<text.wordEnd(after: cursor), after: before)
    case .killWordBack: return kill(text.wordStart(before: cursor)..<cursor, after: before)
    case .killSpacedWordBack:
      return kill(text.wordStart(before: cursor) { !$0.isWhitespace }..<cursor, after: before)
    case .yank: return yank(kills.last, over: cursor..<cursor)
    case .yankPop:
      guard case .yanking(let range) = before else { return .bell }
      return yank(kills.rotate(), over: range)
    case .undo:
      let now = Step(text: text, browsing: browsing)
      return go(to: steps.undo(now, size: text.characters.count))
    case .redo:
      let now = Step(text: text, browsing: browsing)
      return go(to: steps.redo(now, size: text.characters.count))
    case .transpose: return transpose()

    case .enter:
      let statement = text.string
      if language.isComplete(statement) { return .submit(statement) }
      change { $0.replace(cursor..<cursor, with: "\n") }
    case .newline: change { $0.replace(cursor..<cursor, with: "\n") }
    case .complete: return complete()
    case .completeBack: return .bell
    case .searchOlder, .searchNewer: mode = .search(HistorySearch(from: text))
    case .escape: withoutGhost = text
    case .cancel: return .bell
    case .interrupt: return .interrupted
    case .suspend: return .suspend
    case .clearScreen: return .clearScreen
    }
    return .none
  }

  // MARK: Lines

  /// Moves to the line above or below; from the first or last one, through the history.
  private mutating func moveLine(_ step: Int, after before: Act) -> Effect {
    let start = text.lineStart(text.cursor)
    let end = text.lineEnd(text.cursor)
    guard step < 0 ? start > 0 : end < text.characters.count else {
      return browse(step < 0 ? .older : .newer)
    }
    if before != .moving { column = width(start..<text.cursor) }
    let target = step < 0 ? text.lineStart(start - 1) : end + 1
    let targetEnd = text.lineEnd(target)
    var place = target
    while place < targetEnd, width(target..<place + 1) <= column { place += 1 }
    text.moveCursor(to: place)
    act = .moving
    return .none
  }

  private func width(_ range: Range<Int>) -> Int {
    text.characters[range].reduce(0) { $0 + displayWidth($1) }
  }

  // MARK: Erasing and yanking

  private mutating func erase(_ range: Range<Int>, after before: Act) -> Effect {
    guard range.lowerBound >= 0, range.upperBound <= text.characters.count else { return .bell }
    if before != .erasing { recordStep() }
    text.replace(range, with: "")
    act = .erasing
    return .none
  }

  private mutating func kill(_ range: Range<Int>, after before: Act) -> Effect {
    guard range.lowerBound >= 0, range.upperBound <= text.characters.count, !range.isEmpty
    else { return .bell }
    let killed = String(text.characters[range])
    if before == .killing {
      kills.extend(killed, isBefore: range.upperBound == text.cursor)
    } else {
      kills.add(killed)
    }
    change { $0.replace(range, with: "") }
    act = .killing
    return .none
  }

  private mutating func yank(_ killed: String?, over range: Range<Int>) -> Effect {
    guard let killed else { return .bell }
    change { $0.replace(range, with: killed) }
    act = .yanking(min(range.lowerBound, text.cursor)..<text.cursor)
    return .none
  }

  /// Swaps the characters around the cursor; at the end of a line, the two before it.
  private mutating func transpose() -> Effect {
    var second = text.cursor
    if second == text.lineEnd(second) { second -= 1 }
    guard second > 0, second - 1 >= text.lineStart(second) else { return .bell }
    let pair = [text.characters[second], text.characters[second - 1]]
    change { $0.replace(second - 1..<second + 1, with: String(pair)) }
    return .none
  }

  private mutating func go(to step: Step?) -> Effect {
    guard let step else { return .bell }
    (text, browsing) = (step.text, step.browsing)
    return .none
  }
}
