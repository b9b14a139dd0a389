/// A text in lines of at most so many columns, broken at spaces; a longer word is broken itself.
///
/// The text is taken to be visible already. All lines but the first leave two columns free.
public func folded(_ text: String, into width: Int?) -> [String] {
  guard let width, displayWidth(text) > width else { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  func room() -> Int { max(lines.isEmpty ? width : width - 2, 8) }
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    let wide = displayWidth(word)
    if used > 0, used + 1 + wide > room() {
      lines.append(line)
      (line, used) = ("", 0)
    } else if used > 0 {
      line += " "
      used += 1
    }
    guard wide > room() else {
      line += word
      used += wide
      continue
    }
    for character in word {
      let step = displayWidth(character)
      if used + step > room() {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line.append(character)
      used += step
    }
  }
  return lines + [line]
}
