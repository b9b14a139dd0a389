/// Where Up has got to in the history, and what was edited on the way.
struct Browsing {
  /// The entry that is shown; the draft is behind the last.
  var index: Int

  /// What was typed before, which entries must begin with.
  let prefix: SearchTerm

  /// What entries, and the draft, were left as.
  var edits: [Int: EditedText] = [:]
}

extension EditorState {
  enum Direction { case older, newer }

  /// Shows the next statement of the history that begins with what was typed, or the draft again.
  mutating func browse(_ direction: Direction) -> Effect {
    guard direction == .older || browsing != nil else { return .bell }
    let isBlank = text.characters.allSatisfy(\.isWhitespace)
    let now =
      browsing
      ?? Browsing(index: history.count, prefix: SearchTerm(isBlank ? "" : text.string))
    guard let index = next(direction, of: now) else { return .bell }
    var browsing = now
    browsing.edits[now.index] = text
    browsing.index = index
    var shown = browsing.edits[index] ?? EditedText(history[index])
    if index < history.count {
      // So that the next Up or Down goes on through the history, not through the lines.
      shown.moveCursor(to: direction == .older ? shown.lineEnd(0) : shown.characters.count)
    }
    change { $0 = shown }
    self.browsing = index == history.count ? nil : browsing
    return .none
  }

  /// The next entry in a direction that is not what is shown already.
  private func next(_ direction: Direction, of browsing: Browsing) -> Int? {
    var index = browsing.index
    let shown = text.string
    while true {
      index += direction == .older ? -1 : 1
      if index == history.count, direction == .newer { return index }
      guard history.indices.contains(index) else { return nil }
      guard browsing.prefix.begins(history[index]) else { continue }
      if (browsing.edits[index]?.string ?? history[index]) != shown { return index }
    }
  }
}

/// What is looked for in the history: in any case, if it is written without capitals.
struct SearchTerm: Equatable {
  let text: String
  private let isFolded: Bool

  init(_ text: String) {
    self.text = text
    isFolded = text == text.lowercased()
  }

  func begins(_ entry: String) -> Bool {
    let entry = isFolded ? entry.lowercased() : entry
    return entry.utf8.starts(with: text.utf8)
  }

  /// Where it stands in a text, if it does; empty, it stands nowhere.
  func range(in entry: [Character]) -> Range<Int>? {
    let sought = Array(text)
    guard let first = sought.first, entry.count >= sought.count else { return nil }
    for start in 0...entry.count - sought.count where matches(entry[start], first) {
      let range = start..<start + sought.count
      if zip(entry[range], sought).allSatisfy(matches) { return range }
    }
    return nil
  }

  private func matches(_ character: Character, _ sought: Character) -> Bool {
    character == sought || (isFolded && character.lowercased() == String(sought))
  }
}
