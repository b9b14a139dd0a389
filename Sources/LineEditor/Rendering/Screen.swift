/// The part of the terminal that the editor writes on: makes of each new frame the bytes that turn the old
/// one into it.
///
/// It never asks the terminal anything, so it knows places only in relation to where it began, and moves
/// only so. Rows end where this says, not where the terminal would wrap them: while drawing, wrapping is
/// off (DECAWM), so that a character which the terminal thinks wider than this does cannot move the rest.
struct Screen {
  /// Whether colours are sent; dim, underlined and reversed are, in any case.
  let isColored: Bool

  private(set) var size: TerminalSize

  /// What the terminal shows now; nil is nothing, with the cursor where to begin.
  private(set) var frame: Frame?

  init(size: TerminalSize, isColored: Bool) {
    self.size = size
    self.isColored = isColored
  }

  /// The bytes that show a frame in place of the one before.
  mutating func draw(_ new: Frame) -> [UInt8] {
    if new == frame { return [] }
    var pen = Pen(isColored: isColored)
    if let frame {
      pen.place = frame.cursor
    } else {
      // What was typed ahead of the prompt has been echoed here.
      pen.send("\r\u{1B}[J")
    }
    let old = frame?.rows ?? []
    for (index, row) in new.rows.enumerated() {
      pen.write(row, over: index < old.count ? old[index] : nil, at: index)
    }
    if old.count > new.rows.count {
      pen.move(to: Frame.Place(row: new.rows.count, column: 0))
      pen.eraseBelow()
    }
    pen.move(to: new.cursor)
    frame = new
    return pen.bytes
  }

  /// Draws what stays of a statement, even of one that is taller than the terminal; the cursor ends on the
  /// row below it.
  mutating func finish(_ last: Frame) -> [UInt8] {
    var bytes: [UInt8] = []
    if last.rows.count > size.rows || frame.map({ $0.top > 0 }) ?? false { bytes = goToStart() }
    bytes += draw(last)
    frame = nil
    return bytes + Array("\r\n".utf8)
  }

  /// Leaves the frame as it is and puts the cursor below it.
  mutating func leave() -> [UInt8] {
    guard let old = frame else { return [] }
    var pen = Pen(isColored: isColored)
    pen.place = old.cursor
    pen.move(to: Frame.Place(row: old.rows.count - 1, column: 0))
    frame = nil
    return pen.bytes + Array("\r\n".utf8)
  }

  /// Wipes the terminal; the next frame begins at its top.
  mutating func clear() -> [UInt8] {
    frame = nil
    return Array("\u{1B}[H\u{1B}[2J".utf8)
  }

  /// Takes the terminal's new size: the next frame is drawn from nothing where the old one began.
  ///
  /// Most terminals fold rows anew that have become too long. Where the old frame began is reckoned as in
  /// those; the others may keep a row of it too many or too few.
  mutating func resize(to new: TerminalSize) -> [UInt8] {
    guard new != size else { return [] }
    size = new
    return goToStart()
  }

  private mutating func goToStart() -> [UInt8] {
    guard let old = frame else { return [] }
    frame = nil
    let above = old.rows[..<old.cursor.row].reduce(old.cursor.column / size.columns) {
      $0 + max(1, ($1.width + size.columns - 1) / size.columns)
    }
    let up = min(above, size.rows - 1)
    return Array((up > 0 ? "\u{1B}[\(up)A\r" : "\r").utf8)
  }
}

/// Writes the bytes of one drawing, knowing where the cursor is.
private struct Pen {
  let isColored: Bool
  var place = Frame.Place(row: 0, column: 0)
  private(set) var bytes: [UInt8] = []
  private var style = TextStyle.plain

  init(isColored: Bool) { self.isColored = isColored }

  mutating func send(_ text: String) { bytes += Array(text.utf8) }

  /// Makes a row what it is to be, from the first glyph on that differs.
  mutating func write(_ row: [Glyph], over old: [Glyph]?, at index: Int) {
    if let old, old == row { return }
    var same = 0
    // Where a terminal may have another idea of a width, the row is written from there.
    while let old, same < old.count, same < row.count, old[same] == row[same],
      row[same].text.utf8.count == 1
    { same += 1 }
    let column = row[..<same].reduce(0) { $0 + $1.width }
    move(to: Frame.Place(row: index, column: column))
    guard same < row.count || same < old?.count ?? 0 else { return }
    send("\u{1B}[?7l")
    for glyph in row[same...] {
      set(glyph.style)
      send(glyph.text)
      place.column += glyph.width
    }
    set(.plain)
    if (old?.width ?? 0) > row.width { send("\u{1B}[K") }
    // In the last column terminals differ about where the cursor is; a return settles it.
    send("\u{1B}[?7h\r")
    place.column = 0
  }

  mutating func eraseBelow() { send("\u{1B}[J") }

  mutating func move(to new: Frame.Place) {
    if new.row > place.row {
      // A line feed makes the row if there is none.
      send("\r" + String(repeating: "\n", count: new.row - place.row))
      place = Frame.Place(row: new.row, column: 0)
    } else if new.row < place.row {
      send("\u{1B}[\(place.row - new.row)A")
      place.row = new.row
    }
    guard new.column != place.column else { return }
    send("\r")
    if new.column > 0 { send("\u{1B}[\(new.column)C") }
    place.column = new.column
  }

  private mutating func set(_ new: TextStyle) {
    guard new != style else { return }
    send(new.sequence(isColored: isColored))
    style = new
  }
}
