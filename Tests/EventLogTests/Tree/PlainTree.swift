import EventLog

/// A tree by the words of RFC 6962 §2.1, with nothing clever: what the log's own must agree with.
final class PlainTree {
  /// D[n], by the hash of each entry.
  let leaves: [Hash]
  private var known: [Range<Int>: Hash] = [:]

  init(_ leaves: [Hash]) { self.leaves = leaves }

  /// Leaves that say their index in decimal.
  convenience init(counting count: Int) {
    self.init((0..<count).map { .leaf(of: Array(String($0).utf8)) })
  }

  /// MTH(D[range]).
  func root(_ range: Range<Int>) -> Hash {
    if range.isEmpty { return .emptyRoot }
    if range.count == 1 { return leaves[range.lowerBound] }
    if let hash = known[range] { return hash }
    let middle = range.lowerBound + Self.split(range.count)
    let hash = Hash.node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    known[range] = hash
    return hash
  }

  func root(_ size: Int) -> Hash { root(0..<size) }

  /// PATH(m, D[range]).
  func path(_ m: Int, _ range: Range<Int>) -> [Hash] {
    if range.count == 1 { return [] }
    let k = Self.split(range.count)
    let middle = range.lowerBound + k
    if m < k {
      return path(m, range.lowerBound..<middle) + [root(middle..<range.upperBound)]
    }
    return path(m - k, middle..<range.upperBound) + [root(range.lowerBound..<middle)]
  }

  /// SUBPROOF(m, D[range], b).
  func subproof(_ m: Int, _ range: Range<Int>, _ isWhole: Bool) -> [Hash] {
    if m == range.count { return isWhole ? [] : [root(range)] }
    let k = Self.split(range.count)
    let middle = range.lowerBound + k
    if m <= k {
      return subproof(m, range.lowerBound..<middle, isWhole) + [root(middle..<range.upperBound)]
    }
    return subproof(m - k, middle..<range.upperBound, false) + [root(range.lowerBound..<middle)]
  }

  /// The largest power of two below n.
  static func split(_ n: Int) -> Int {
    var k = 1
    while 2 * k < n { k *= 2 }
    return k
  }
}

/// A source that keeps every level, and counts what it is asked for.
final class LevelTable: SubtreeSource {
  struct Missing: Error, Equatable {
    var subtree: Subtree
  }

  typealias Failure = Missing

  private var levels: [[Hash]]
  private(set) var asked = 0

  init(_ leaves: [Hash]) {
    levels = [leaves]
    while let below = levels.last, below.count > 1 {
      levels.append(
        stride(from: 0, to: below.count - 1, by: 2).map { .node(below[$0], below[$0 + 1]) })
    }
  }

  func hash(of subtree: Subtree) throws(Missing) -> Hash {
    asked += 1
    guard levels.indices ~= subtree.level, subtree.index < levels[subtree.level].count else {
      throw Missing(subtree: subtree)
    }
    return levels[subtree.level][Int(subtree.index)]
  }
}

extension InclusionProof {
  func isGood(leaf: Hash, root: Hash) -> Bool {
    refusal { () throws(ProofError) in try verify(leaf: leaf, root: root) } == nil
  }
}

/// What was thrown; nil if nothing was.
func refusal(_ body: () throws(ProofError) -> Void) -> ProofError? {
  do throws(ProofError) {
    try body()
    return nil
  } catch {
    return error
  }
}

extension Seeded {
  mutating func hash() -> Hash {
    Hash((0..<Hash.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &self) })!
  }

  /// The hash with one bit changed.
  mutating func flipped(_ hash: Hash) -> Hash {
    var bytes = hash.bytes
    bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
    return Hash(bytes)!
  }
}
