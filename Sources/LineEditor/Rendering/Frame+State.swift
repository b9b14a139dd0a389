extension Frame {
  /// What a state looks like on a terminal of a size.
  ///
  /// - Parameters:
  ///   - top: the row of the text that was the first before: it stays so while the cursor is in sight.
  init(_ state: EditorState, prompt: LineEditor.Prompt, size: TerminalSize, top: Int = 0) {
    let text = Self.flow(state, prompt, size.columns)
    let below = state.rowsBelow(columns: size.columns, limit: min(9, size.rows / 2))
    let height = min(text.rows.count, size.rows - below.rows.count)
    let lowest = max(0, text.cursor.row - height + 1)
    let first = min(max(top, lowest), text.cursor.row, text.rows.count - height)
    self.init(
      rows: Array(text.rows[first..<first + height]) + below.rows,
      cursor: Place(row: text.cursor.row - first, column: text.cursor.column), top: first)
    if let column = below.cursor { cursor = Place(row: height, column: column) }
  }

  /// What stays on the screen of a statement: its text alone, whole, with the cursor at its end.
  init(final state: EditorState, prompt: LineEditor.Prompt, columns: Int) {
    var ended = EditorState(language: EditedLanguage(highlight: state.language.highlight))
    ended.text = state.text
    ended.text.moveCursor(to: state.text.characters.count)
    let text = Self.flow(ended, prompt, columns)
    self.init(rows: text.rows, cursor: text.cursor)
  }

  private static func flow(
    _ state: EditorState, _ prompt: LineEditor.Prompt, _ columns: Int
  ) -> FrameFlow {
    var flow = FrameFlow(columns: columns)
    let characters = state.text.characters
    let styles = state.styles
    let ghost = state.ghost?.rest ?? ""
    var start = 0
    while true {
      let end = state.text.lineEnd(start)
      let lead = start == 0 ? prompt.text : prompt.continuation
      for glyph in Glyph.glyphs(of: lead, style: prompt.style) { flow.place(glyph) }
      let line = Glyph.glyphs(of: characters[start..<end]) { styles[start + $0] }
      for (index, glyphs) in line.enumerated() {
        if start + index == state.text.cursor { flow.placeCursor() }
        for glyph in glyphs { flow.place(glyph) }
      }
      if state.text.cursor == end {
        flow.placeCursor()
        for glyph in Glyph.glyphs(of: ghost, style: TextStyle(isDim: true)) { flow.place(glyph) }
      }
      flow.endLine()
      guard end < characters.count else { return flow }
      flow.beginRow()
      start = end + 1
    }
  }
}

extension EditorState {
  /// The style of each character: what the language says, and what a search has found underlined.
  var styles: [TextStyle] {
    var styles = [TextStyle](repeating: .plain, count: text.characters.count)
    let spans = language.highlight(text.string)
    if !spans.isEmpty {
      var indices: [Int] = []
      for (index, character) in text.characters.enumerated() {
        for _ in 0..<character.utf8.count { indices.append(index) }
      }
      for span in spans {
        for index in indices[span.range.clamped(to: indices.indices)] { styles[index] = span.style }
      }
    }
    if case .search(let search) = mode, let range = search.match?.range {
      for index in range where index < styles.count { styles[index].isReversed = true }
    }
    return styles
  }

  /// What stands below the text: the list, the search, something told; where the cursor is, if there.
  fileprivate func rowsBelow(columns: Int, limit: Int) -> (rows: [[Glyph]], cursor: Int?) {
    guard limit > 0 else { return ([], nil) }
    let dim = TextStyle(isDim: true)
    switch mode {
    case .list(let list): return (list.rows(columns: columns, limit: limit), nil)
    case .search(let search):
      let lead = search.isFailing ? "search, no more found: " : "search: "
      var row = Glyph.glyphs(of: lead, style: dim)
      row += Glyph.glyphs(of: search.sought.string, style: .plain)
      // The end is what is being typed.
      while row.width > columns - 1, !row.isEmpty { row.removeFirst() }
      return ([row], row.width)
    case .text:
      guard let notice else { return ([], nil) }
      return ([Glyph.glyphs(of: notice, style: dim).fitted(into: columns)], nil)
    }
  }
}
