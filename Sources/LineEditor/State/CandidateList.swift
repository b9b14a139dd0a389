/// The candidates that are listed below the text, while Tab goes through them.
struct CandidateList {
  let candidates: [Completion.Candidate]

  /// What a candidate takes the place of, in `original`.
  let range: Range<Int>

  /// The text before any was chosen.
  let original: EditedText

  /// The one that stands in the text; nil if none does yet.
  var chosen: Int?
}

/// What is left of a word that can only be one: shown dim behind the cursor, no part of the text.
struct Ghost: Equatable {
  var rest: String
  let whole: String
  let range: Range<Int>
}

extension EditorState {
  /// The candidates for where the cursor is, if the language's answer fits the text.
  private var offer: (range: Range<Int>, candidates: [Completion.Candidate])? {
    guard let completion = language.complete(text.string, text.offset(of: text.cursor)),
      let range = text.characterRange(completion.range),
      range.lowerBound <= text.cursor, text.cursor <= range.upperBound
    else { return nil }
    let candidates = completion.candidates.filter { !$0.text.isEmpty }
    return candidates.isEmpty ? nil : (range, candidates)
  }

  /// The ghost, where one is to be seen: at the end of a line, behind something typed.
  var ghost: Ghost? {
    guard case .text = mode, text != withoutGhost, text.cursor == text.lineEnd(text.cursor),
      let (range, candidates) = offer, candidates.count == 1,
      range.upperBound == text.cursor, !range.isEmpty
    else { return nil }
    let typed = text.characters[range]
    let whole = candidates[0].text
    guard whole.count > typed.count, Self.begins(whole, typed) else { return nil }
    return Ghost(rest: String(whole.dropFirst(typed.count)), whole: whole, range: range)
  }

  /// Makes the ghost text; false if there is none.
  mutating func takeGhost() -> Bool {
    guard let ghost else { return false }
    change { $0.replace(ghost.range, with: ghost.whole) }
    return true
  }

  /// Tab: takes what can only be so, and lists the rest.
  mutating func complete() -> Effect {
    guard let (range, candidates) = offer else { return .bell }
    let typed = text.characters[range]
    if candidates.count == 1 {
      guard !typed.elementsEqual(candidates[0].text) else { return .bell }
      change { $0.replace(range, with: candidates[0].text) }
      return .none
    }
    var listed = range
    let common = Self.commonBeginning(candidates.map(\.text))
    if common.count > typed.count, Self.begins(common, typed) {
      change { $0.replace(range, with: common) }
      listed = range.lowerBound..<max(range.lowerBound, text.cursor)
    }
    mode = .list(CandidateList(candidates: candidates, range: listed, original: text))
    return .none
  }

  mutating func take(_ key: Key, in list: CandidateList) -> Effect {
    let last = list.candidates.count - 1
    switch Command(key) {
    case .complete: choose(list.chosen.map { $0 == last ? 0 : $0 + 1 } ?? 0, of: list)
    case .completeBack: choose(list.chosen.map { $0 == 0 ? last : $0 - 1 } ?? last, of: list)
    case .escape, .cancel:
      text = list.original
      mode = .text
      withoutGhost = text
    case .enter where list.chosen != nil:
      // The one that was chosen is taken; a second Enter runs the statement.
      mode = .text
      withoutGhost = text
    default:
      mode = .text
      return takeInText(key)
    }
    return .none
  }

  private mutating func choose(_ index: Int, of list: CandidateList) {
    var list = list
    if list.chosen == nil { recordStep() }
    list.chosen = index
    text = list.original
    text.replace(list.range, with: list.candidates[index].text)
    mode = .list(list)
  }

  /// Whether a text begins with what was typed, in any case.
  private static func begins(_ whole: String, _ typed: ArraySlice<Character>) -> Bool {
    whole.count >= typed.count
      && zip(whole, typed).allSatisfy { $0 == $1 || $0.lowercased() == $1.lowercased() }
  }

  private static func commonBeginning(_ texts: [String]) -> String {
    var common = texts.first.map(Array.init) ?? []
    for text in texts.dropFirst() {
      let shared = zip(common, text).prefix { $0 == $1 }.count
      common.removeLast(common.count - shared)
    }
    return String(common)
  }
}
