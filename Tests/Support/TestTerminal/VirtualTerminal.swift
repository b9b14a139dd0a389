import Records

/// A small terminal: makes rows of cells out of the bytes that are sent to one, and notes whatever no
/// terminal should be sent.
package struct VirtualTerminal {
  struct Cell: Equatable {
    /// Empty behind a wide character.
    var text = " "
    var style = ""
    var isWritten = false
  }

  package private(set) var columns: Int
  package private(set) var rows: Int
  /// Rows that have gone up out of sight, and those in sight.
  private(set) var scrolled: [[Cell]] = []
  private(set) var screen: [[Cell]]
  package private(set) var row = 0
  package private(set) var column = 0
  private(set) var bells = 0
  /// How many bytes have been sent.
  private(set) var received = 0
  private(set) var isPasteBracketed = false

  /// What was sent that a careful editor does not send.
  package private(set) var complaints: [String] = []

  private var wraps = true
  private var isWrapPending = false
  private var style = ""
  private var unread: [UInt8] = []

  /// A terminal of that size, with nothing on it.
  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    screen = Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  // MARK: What is seen

  /// The text of all rows, those out of sight too, without spaces at their ends.
  var transcript: [String] { (scrolled + screen).map(Self.text) }

  /// The rows in sight.
  package var text: [String] { screen.map(Self.text) }

  /// The cells from a row on.
  func cells(from row: Int) -> [[Cell]] { Array(screen[row...]) }

  private static func text(_ row: [Cell]) -> String {
    let text = row.map(\.text).joined()
    return String(
      text[..<(text.lastIndex { $0 != " " }.map(text.index(after:)) ?? text.startIndex)])
  }

  // MARK: What is sent

  /// Takes what is sent to it.
  package mutating func feed(_ bytes: [UInt8]) {
    received += bytes.count
    var rest = (unread + bytes)[...]
    unread = []
    while let byte = rest.first {
      if byte == 0x1B {
        guard let end = rest.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }) else {
          unread = Array(rest)
          return
        }
        control(Array(rest[rest.startIndex...end]))
        rest = rest[(end + 1)...]
      } else if byte < 0x20 || byte == 0x7F {
        rest = rest.dropFirst()
        take(byte)
      } else {
        let end = rest.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? rest.endIndex
        guard let text = String(validating: rest[..<end], as: UTF8.self) else {
          // A read may end within a scalar.
          if end < rest.endIndex { complaints.append("ill-formed UTF-8") }
          unread = Array(rest)
          return
        }
        for character in text { put(character) }
        rest = rest[end...]
      }
    }
  }

  private mutating func take(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x0A:
      isWrapPending = false
      lineFeed()
    case 0x0D: (column, isWrapPending) = (0, false)
    default: complaints.append("control \(byte)")
    }
  }

  private mutating func lineFeed() {
    row += 1
    guard row == rows else { return }
    row -= 1
    scrolled.append(screen.removeFirst())
    screen.append(blankRow)
  }

  private var blankRow: [Cell] { Array(repeating: Cell(), count: columns) }

  private mutating func put(_ character: Character) {
    let width = displayWidth(character)
    guard width > 0, !character.unicodeScalars.contains(where: { (0x80..<0xA0).contains($0.value) })
    else { return complaints.append("invisible \(character.unicodeScalars.map(\.value))") }
    if isWrapPending || column + width > columns {
      if wraps {
        column = 0
        isWrapPending = false
        lineFeed()
      } else {
        complaints.append("over the edge: \(character)")
        column = max(0, columns - width)
      }
    }
    guard column + width <= columns else { return complaints.append("no room: \(character)") }
    for place in column..<column + width { erase(place) }
    screen[row][column] = Cell(text: String(character), style: style, isWritten: true)
    for place in column + 1..<column + width {
      screen[row][place] = Cell(text: "", style: style, isWritten: true)
    }
    column += width
    if column == columns {
      column = columns - 1
      isWrapPending = wraps
    }
  }

  /// Blanks a cell, and all of a wide character that it is a part of.
  private mutating func erase(_ place: Int) {
    var start = place
    while start > 0, screen[row][start].text.isEmpty { start -= 1 }
    var end = start + 1
    while end < columns, screen[row][end].text.isEmpty { end += 1 }
    for blank in start..<end { screen[row][blank] = Cell() }
  }

  private mutating func control(_ sequence: [UInt8]) {
    let text = String(decoding: sequence.dropFirst(), as: UTF8.self)
    let number = Int(text.dropFirst().dropLast()) ?? 1
    let was = isWrapPending
    isWrapPending = false
    switch (text.last, text) {
    case (_, "[?7l"): wraps = false
    case (_, "[?7h"): wraps = true
    case (_, "[?2004h"): isPasteBracketed = true
    case (_, "[?2004l"): isPasteBracketed = false
    case (_, "[H"): (row, column) = (0, 0)
    case (_, "[2J"): screen = Array(repeating: blankRow, count: rows)
    case (_, "[J"):
      for place in column..<columns { erase(place) }
      for below in screen.indices where below > row { screen[below] = blankRow }
    case (_, "[K"): for place in column..<columns { erase(place) }
    case ("m", _):
      style = ["[0m", "[m"].contains(text) ? "" : String(text.dropFirst().dropLast())
      isWrapPending = was
    case ("A", _):
      if number > row { complaints.append("up over the top") }
      row = max(0, row - number)
    case ("C", _):
      if column + number >= columns { complaints.append("right over the edge") }
      column = min(columns - 1, column + number)
    default: complaints.append("sequence \(text)")
    }
  }

  // MARK: Resizing

  /// Changes the size as most terminals do: rows that are too long now go on in another one.
  mutating func resize(columns newColumns: Int, rows newRows: Int) {
    let last = max(row, screen.lastIndex { Self.text($0) != "" } ?? 0)
    var folded: [[Cell]] = []
    var place = (row: 0, column: 0)
    for (index, old) in (scrolled + screen[...last]).enumerated() {
      let isCursor = index == scrolled.count + row
      var used = old.lastIndex(where: \.isWritten).map { $0 + 1 } ?? 0
      if isCursor { used = max(used, column + 1) }
      if isCursor { place = (folded.count + column / newColumns, column % newColumns) }
      for start in stride(from: 0, to: max(1, used), by: newColumns) {
        let part = Array(old[start..<min(used, start + newColumns)])
        folded.append(part + Array(repeating: Cell(), count: newColumns - part.count))
      }
    }
    (columns, rows) = (newColumns, newRows)
    let hidden = max(0, folded.count - newRows)
    scrolled = Array(folded[..<hidden])
    screen = Array(folded[hidden...])
    while screen.count < newRows { screen.append(blankRow) }
    (row, column) = (max(0, place.row - hidden), place.column)
    isWrapPending = false
  }
}
