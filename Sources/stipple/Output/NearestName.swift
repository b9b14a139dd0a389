/// The name that was probably meant, if one is within a third of the word's length; else nil.
///
/// Counts insertions, deletions, replacements and swaps of neighbours (optimal string alignment), and
/// takes case for nothing. Of equals the first is taken, so put the likeliest names first.
func nearestName(to word: String, among names: some Sequence<String>) -> String? {
  let wanted = Array(word.lowercased())
  let limit = wanted.count / 3
  guard limit > 0 else { return nil }
  var best: (name: String, distance: Int)?
  for name in names {
    let candidate = Array(name.lowercased())
    guard abs(candidate.count - wanted.count) <= limit else { continue }
    let distance = editDistance(wanted, candidate)
    if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
  }
  return best?.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var twoAgo: [Int] = []
  var oneAgo = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var least = min(oneAgo[j + 1] + 1, row[j] + 1, oneAgo[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, twoAgo[j - 1] + 1) }
      row.append(least)
    }
    twoAgo = oneAgo
    oneAgo = row
  }
  return oneAgo[b.count]
}
