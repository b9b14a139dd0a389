@testable import LineEditor
@testable import TestTerminal

/// The keys that a terminal's bytes are, as ``KeyScript`` writes them.
enum Keyboard {
  /// The keys of a script.
  static func keys(_ script: String) -> [Key] {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for part in KeyScript.parts(script) {
      for byte in part { decoder.take(byte, into: &keys) }
      decoder.timeOut(into: &keys)
    }
    return keys
  }

  /// The keys of bytes that come without a pause, and then no more.
  static func keys(_ bytes: [UInt8], thenPause: Bool = true) -> [Key] {
    var decoder = KeyDecoder()
    var keys: [Key] = []
    for byte in bytes { decoder.take(byte, into: &keys) }
    if thenPause { decoder.timeOut(into: &keys) }
    return keys
  }
}

/// A state that scripts are typed into.
struct Typist {
  var state: EditorState
  var effects: [EditorState.Effect] = []

  init(_ language: EditedLanguage = .statements, history: [String] = []) {
    state = EditorState(language: language, history: history)
  }

  /// Types; gives what the last key asked for.
  @discardableResult
  mutating func type(_ script: String) -> EditorState.Effect {
    for key in Keyboard.keys(script) { effects.append(state.take(key)) }
    return effects.last ?? .none
  }

  /// The text with `|` where the cursor is.
  var seen: String {
    let characters = state.text.characters
    return String(characters[..<state.text.cursor]) + "|"
      + String(characters[state.text.cursor...])
  }

  /// What a key makes of a text, in which `|` is the cursor.
  static func seen(_ before: String, _ script: String) -> String {
    var typist = Typist()
    typist.put(before)
    typist.type(script)
    return typist.seen
  }

  mutating func put(_ text: String) {
    let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
    state.text = EditedText(String(parts[0]) + (parts.count > 1 ? String(parts[1]) : ""))
    state.text.moveCursor(to: parts[0].count)
  }
}

extension EditedLanguage {
  /// Statements that end in a semicolon.
  static var statements: EditedLanguage { EditedLanguage(isComplete: { $0.hasSuffix(";") }) }

  /// The same with words to complete, each from its beginning.
  static func completing(_ words: [String], details: [String: String] = [:]) -> EditedLanguage {
    EditedLanguage(
      isComplete: { $0.hasSuffix(";") },
      complete: { text, cursor in
        let before = Array(text.utf8.prefix(cursor))
        let start = before.lastIndex { $0 == 0x20 || $0 == 0x0A }.map { $0 + 1 } ?? 0
        let typed = String(decoding: before[start...], as: UTF8.self).lowercased()
        let fitting = words.filter { $0.lowercased().hasPrefix(typed) }
        return Completion(
          range: start..<cursor,
          candidates: fitting.map { Completion.Candidate($0, detail: details[$0]) })
      })
  }
}
