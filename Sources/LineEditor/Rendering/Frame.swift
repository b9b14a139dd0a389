/// What is to be seen: rows of glyphs, none wider than the terminal, and the cursor.
struct Frame: Equatable {
  struct Place: Equatable {
    var row: Int
    var column: Int
  }

  var rows: [[Glyph]]
  var cursor: Place

  /// Which row of the text is the first that is seen: a text may be taller than the terminal.
  var top = 0
}

/// The columns and rows of a terminal, 1 or more.
struct TerminalSize: Equatable {
  let columns: Int
  let rows: Int

  init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
  }
}

/// Fills rows with glyphs, so that none reaches over the edge.
struct FrameFlow {
  private let columns: Int
  private(set) var rows: [[Glyph]] = [[]]
  private(set) var cursor = Frame.Place(row: 0, column: 0)
  private var column = 0
  private var cursorIsNext = false

  init(columns: Int) { self.columns = columns }

  /// Places a glyph; one that is wider than the whole terminal is a `?`.
  mutating func place(_ glyph: Glyph) {
    let glyph = glyph.width > columns ? Glyph(text: "?", width: 1, style: glyph.style) : glyph
    if column + glyph.width > columns { beginRow() }
    markCursor()
    rows[rows.count - 1].append(glyph)
    column += glyph.width
  }

  /// Puts the cursor on what is placed next.
  mutating func placeCursor() { cursorIsNext = true }

  /// Ends a line; the place behind one that fills its row is on a row of its own.
  mutating func endLine() {
    if column == columns { beginRow() }
    markCursor()
  }

  mutating func beginRow() {
    rows.append([])
    column = 0
  }

  private mutating func markCursor() {
    guard cursorIsNext else { return }
    cursor = Frame.Place(row: rows.count - 1, column: column)
    cursorIsNext = false
  }
}
