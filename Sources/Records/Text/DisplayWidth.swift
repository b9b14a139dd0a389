/// The columns that a text takes on a terminal, counted by grapheme.
///
/// The text is taken to be visible already: see `visible(_:)`.
public func displayWidth(_ text: some StringProtocol) -> Int {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth($1) }
}

/// The columns that one grapheme takes.
///
/// An emoji sequence (joined, toned, a flag, a keycap) is as wide as one emoji. Everything else is the
/// sum of its scalars, where combining marks count nothing: an accent adds no column, a spacing vowel
/// sign does, as in glibc's `wcwidth`. U+FE0E (text form) narrows nothing, since terminals do not.
public func displayWidth(_ character: Character) -> Int {
  let scalars = character.unicodeScalars
  let first = scalars[scalars.startIndex]
  let base = ScalarProperties(first)
  guard scalars.count > 1 else { return base.width }
  if first.isRegionalIndicator { return 2 }
  if base.isPictograph || base.isEmojiBase {
    let isSequence = scalars.dropFirst().contains { scalar in
      scalar == "\u{FE0F}" || scalar == "\u{200D}" || scalar.isEmojiModifier
    }
    return isSequence ? 2 : base.width
  }
  return scalars.reduce(0) { $0 + ScalarProperties($1).width }
}

/// The text if it fits the columns, else as much of it as does with an `…` at the end.
public func fitted(_ text: String, into columns: Int) -> (text: String, width: Int) {
  let whole = displayWidth(text)
  guard whole > columns else { return (text, whole) }
  guard columns > 0 else { return ("", 0) }
  var kept = ""
  var width = 0
  for character in text {
    let step = displayWidth(character)
    if width + step > columns - 1 { break }
    kept.append(character)
    width += step
  }
  return (kept + "…", width + 1)
}
