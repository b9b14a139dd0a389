import LineEditor
import TestTerminal

/// Bytes as a terminal sends them to the line editor: the first two say how large it is, and 0xFF is a
/// pause, after which the screen is drawn.
struct EditorFuzz {
  private static let pause: UInt8 = 0xFF
  private static let words = ["select", "session", "sessions", "日本語", "e\u{301}tude "]

  private var language: EditedLanguage {
    EditedLanguage(
      isComplete: { $0.hasSuffix(";") },
      complete: { text, cursor in
        let before = Array(text.utf8.prefix(cursor))
        let start = before.lastIndex { $0 == 0x20 || $0 == 0x0A }.map { $0 + 1 } ?? 0
        let typed = String(decoding: before[start...], as: UTF8.self).lowercased()
        let candidates = Self.words.filter { $0.lowercased().hasPrefix(typed) }
        return Completion(
          range: start..<cursor,
          candidates: candidates.map { .init($0, detail: typed.isEmpty ? "日 \u{202E}x" : nil) })
      },
      highlight: { text in
        // Ranges that do not fit whole characters, or the text, are nothing to trip over.
        text.utf8.enumerated().compactMap { offset, byte in
          byte & 7 == 1 ? StyledRange(offset..<offset + 3, TextStyle(.red, isBold: true)) : nil
        }
      })
  }

  func run(_ input: [UInt8]) throws {
    guard input.count > 2 else { return }
    let columns = 1 + Int(input[0]) % 44
    let rows = 1 + Int(input[1]) % 8
    var editor = Rehearsal(
      language, history: ["select 1;", "日本\nsession;", "a\u{301}b"],
      prompt: .init("store> ", continuation: "  ...> ", style: TextStyle(.cyan)),
      columns: columns, rows: rows)
    var terminal = VirtualTerminal(columns: columns, rows: rows)
    terminal.feed(editor.draw().bytes)
    for byte in input.dropFirst(2) {
      guard byte == Self.pause else {
        terminal.feed(editor.take(byte))
        try expect(0...editor.place.count ~= editor.place.cursor, "the cursor is in the text")
        continue
      }
      terminal.feed(editor.pause())
      try draw(&editor, &terminal)
    }
    terminal.feed(editor.pause())
    try draw(&editor, &terminal)
    try undo(&editor)
    try draw(&editor, &terminal)
  }

  /// The terminal shows what was drawn, within its edges, and was sent nothing that it should not be.
  private func draw(_ editor: inout Rehearsal, _ terminal: inout VirtualTerminal) throws {
    let drawing = editor.draw()
    terminal.feed(drawing.bytes)
    try expect(terminal.complaints.isEmpty, "only this is sent: \(terminal.complaints)")
    try expect(editor.isWhole, "the characters are those of the whole text")
    try expect(
      drawing.rows.count <= terminal.rows && drawing.widths.allSatisfy { $0 <= terminal.columns },
      "a drawing fits the screen: \(drawing.rows)")
    let top = terminal.row - drawing.cursor.row
    try expect(
      terminal.column == drawing.cursor.column && top >= 0, "the cursor is where it was drawn")
    let shown = terminal.text
    for (index, row) in drawing.rows.enumerated() {
      let found = top + index < shown.count ? trimmed(shown[top + index]) : ""
      try expect(found == trimmed(row), "row \(index) shows \(trimmed(row)), not \(found)")
    }
  }

  /// Undo leads back to nothing, and redo to what there was.
  private func undo(_ editor: inout Rehearsal) throws {
    for byte in "\u{1B}[201~".utf8 { _ = editor.take(byte) }
    _ = editor.pause()
    let text = editor.text
    var steps = 0
    while editor.goBack() {
      steps += 1
      try expect(steps < 2_000, "undo comes to an end")
    }
    try expect(editor.text.isEmpty, "undo leads back to the empty line, not to \(editor.text)")
    for _ in 0..<steps { try expect(editor.goBack(true), "redo has as many steps as undo") }
    try expect(
      editor.text.utf8.elementsEqual(text.utf8), "redo leads to \(text), not to \(editor.text)")
  }

  /// Without the spaces at its end: those, too, that are one character with what stands before them.
  private func trimmed(_ row: String) -> String {
    var scalars = row.unicodeScalars
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
