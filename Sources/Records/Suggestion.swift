/// The word that somebody may have meant.
public enum Suggestion {
  /// The nearest of `words` within a third of the word's length in edits, or nil.
  ///
  /// An edit is a letter added, dropped, changed, or swapped with its neighbour (optimal string
  /// alignment). Of words equally near, the first.
  public static func nearest(to word: String, among words: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    let limit = letters.count / 3
    guard limit > 0, letters.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in words {
      let other = Array(candidate.lowercased().unicodeScalars)
      guard abs(other.count - letters.count) <= limit else { continue }
      let distance = distance(letters, other)
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// `did you mean cheek?` when a word is near, else all of them.
  public static func hint(for word: String, among words: [String]) -> String? {
    if let near = nearest(to: word, among: words) { return "did you mean \(near)?" }
    return words.isEmpty ? nil : words.joined(separator: ", ")
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let cost = left[row] == right[column] ? 0 : 1
        var least = min(above[column + 1] + 1, current[column] + 1, above[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, before[column - 1] + 1)
        }
        current.append(least)
      }
      before = above
      above = current
    }
    return above[right.count]
  }
}
