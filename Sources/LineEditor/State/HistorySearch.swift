/// A search through the history while its words are typed (Ctrl-R).
struct HistorySearch {
  /// What stood there before, for Ctrl-G.
  let original: EditedText

  /// What is looked for.
  var sought = EditedText()

  /// The entry that was found, and where in it.
  var match: (index: Int, range: Range<Int>)?

  /// Whether nothing more was found: what is shown is the last that was.
  var isFailing = false

  init(from text: EditedText) { original = text }
}

extension EditorState {
  mutating func take(_ key: Key, in search: HistorySearch) -> Effect {
    var search = search
    switch key.code {
    case .scalar(let scalar) where key.modifiers.isSubset(of: .shift):
      guard scalar.properties.generalCategory != .control else { return .none }
      seek(&search, adding: String(Character(scalar)))
      return .none
    case .paste(let pasted):
      seek(&search, adding: pasted)
      return .none
    default: break
    }
    switch Command(key) {
    case .eraseBack:
      guard !search.sought.isEmpty else { return .bell }
      let count = search.sought.characters.count
      search.sought.replace(count - 1..<count, with: "")
      seek(&search, adding: "")
    case .searchOlder: return seekOn(search, .older)
    case .searchNewer: return seekOn(search, .newer)
    case .cancel:
      text = search.original
      mode = .text
    case .escape: leave(search)
    case nil: break
    default:
      leave(search)
      return takeInText(key)
    }
    return .none
  }

  /// Looks for the words as they are now, in the entry that is shown and then in older ones.
  private mutating func seek(_ search: inout HistorySearch, adding added: String) {
    search.sought.replace(search.sought.cursor..<search.sought.cursor, with: added)
    let start = added.isEmpty ? history.count - 1 : search.match?.index ?? history.count - 1
    if search.sought.isEmpty {
      (search.match, search.isFailing) = (nil, false)
      text = search.original
    } else {
      find(&search, stride(from: start, through: 0, by: -1))
    }
    mode = .search(search)
  }

  /// Goes on from the entry that is shown.
  private mutating func seekOn(_ search: HistorySearch, _ direction: Direction) -> Effect {
    var search = search
    if search.sought.isEmpty {
      guard !lastSought.isEmpty else { return .bell }
      seek(&search, adding: lastSought)
      return .none
    }
    switch (direction, search.match) {
    case (.older, let match):
      find(&search, stride(from: (match?.index ?? history.count) - 1, through: 0, by: -1))
    case (.newer, let match?):
      find(&search, stride(from: match.index + 1, to: history.count, by: 1))
    case (.newer, nil): search.isFailing = true
    }
    mode = .search(search)
    return search.isFailing ? .bell : .none
  }

  private mutating func find(_ search: inout HistorySearch, _ indices: StrideTo<Int>) {
    find(&search, Array(indices))
  }

  private mutating func find(_ search: inout HistorySearch, _ indices: StrideThrough<Int>) {
    find(&search, Array(indices))
  }

  private mutating func find(_ search: inout HistorySearch, _ indices: [Int]) {
    let term = SearchTerm(search.sought.string)
    for index in indices {
      // The text that is shown already is no other find.
      if let match = search.match, match.index != index, history[index] == history[match.index] {
        continue
      }
      let entry = EditedText(history[index])
      guard let range = term.range(in: entry.characters) else { continue }
      search.match = (index, range)
      search.isFailing = false
      text = entry
      text.moveCursor(to: range.upperBound)
      return
    }
    search.isFailing = true
  }

  /// Takes what is shown into the line, as a step that can be undone.
  private mutating func leave(_ search: HistorySearch) {
    mode = .text
    act = .other
    if !search.sought.isEmpty { lastSought = search.sought.string }
    let found = text
    guard let match = search.match, found != search.original else { return }
    text = search.original
    let draft = search.original
    change { $0 = found }
    browsing = Browsing(
      index: match.index, prefix: SearchTerm(""), edits: [history.count: draft])
  }
}
