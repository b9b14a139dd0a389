import EventLog
import Testing

/// A tree of records, all different, and a key that signs its checkpoints.
struct CrossCheckTree {
  let name: String
  let records: [[UInt8]]
  let key: SigningKey
  private let table: LevelTable

  var size: Int { records.count }
  var origin: String { key.verifier.name }
  var vkey: String { key.verifier.text }

  init(_ name: String, size: Int, _ random: inout Seeded) throws {
    self.name = name
    records = (0..<size).map { Array("\($0) ".utf8) + random.bytes(upTo: 40) }
    key = try SigningKey(name: "log.example/\(name)")
    table = LevelTable(records.map { .leaf(of: $0) })
  }

  func root(_ size: Int) throws -> Hash { try table.root(ofFirst: UInt64(size)) }

  func note(_ size: Int, root: Hash? = nil, origin: String? = nil) throws -> SignedNote {
    try Checkpoint(
      origin: origin ?? self.origin, size: UInt64(size), root: root ?? self.root(size)
    ).signed(with: [key])
  }

  /// A root of one of its beginnings.
  func rootCase(_ random: inout Seeded) throws -> CrossCheckCase {
    let size = 1 + random.below(self.size)
    guard random.once(in: 3) else {
      return .root(try root(size), of: name, records, size: size)
    }
    let other = 1 + random.below(self.size)
    let isOther = other != size && random.once(in: 2)
    return .root(
      isOther ? try root(other) : random.flipped(try root(size)), of: name, records, size: size,
      forged: isOther ? "otherSize" : "bit")
  }

  /// A good proof that one of its records is in one of its beginnings.
  func entryCase(_ random: inout Seeded) throws -> CrossCheckCase {
    let size = 1 + random.below(self.size)
    let (index, proof) = try proof(size, random.below(size))
    return .entry(proof.text, record: records[index], origin: origin, key: vkey, tree: name)
  }

  private func proof(_ size: Int, _ index: Int) throws -> (index: Int, text: ProofText) {
    let proof = try table.inclusionProof(of: UInt64(index), inFirst: UInt64(size))
    let hashes = try #require(proof).hashes
    return (
      index,
      ProofText(
        head: [EntryProof.header, "index \(index)"], hashes: hashes, note: try note(size).encoded)
    )
  }

  /// A proof like that with something done to it; nil where the tree is too small for it.
  func forgedEntry(_ random: inout Seeded) throws -> CrossCheckCase? {
    let size = 1 + random.below(self.size)
    var (index, proof) = try proof(size, random.below(size))
    var (record, key, origin) = (records[index], vkey, self.origin)
    let kind: String
    switch random.below(4) {
    case 0:
      let forgery = random.pick(PathForgery.allCases)
      guard let hashes = forgery.forging(proof.hashes, &random) else { return nil }
      (kind, proof.hashes) = (forgery.rawValue, hashes)
    case 1:
      let forgery = random.pick(NoteForgery.allCases)
      (kind, proof.note) = (
        forgery.rawValue, try forgery.forging(note(size), by: self.key, &random)
      )
    default:
      let other = random.below(self.size)
      let forgery = random.pick(Forgery.allCases)
      switch forgery {
      case .otherIndex:
        guard other != index else { return nil }
        proof.head[1] = "index \(other)"
      case .otherRecord:
        guard other != index else { return nil }
        record = records[other]
      case .beyond: proof.head[1] = "index \(size + other)"
      case .otherSize:
        guard other + 1 != size else { return nil }
        proof.note = try note(other + 1).encoded
      case .otherRoot: proof.note = try note(size, root: random.flipped(root(size))).encoded
      case .otherOrigin: proof.note = try note(size, origin: "log.example/other").encoded
      case .foreignOrigin: origin = "log.example/other"
      case .foreignKey: key = try SigningKey(name: self.origin).verifier.text
      case .keyOfOtherID: key = key.replacing("+", with: "+0", maxReplacements: 1)
      case .emptyRecord: record = []
      case .header: proof.head[0] = "c2sp.org/tlog-proof@v2"
      }
      kind = forgery.rawValue
    }
    return .entry(proof.text, record: record, origin: origin, key: key, forged: kind)
  }

  private enum Forgery: String, CaseIterable {
    case otherIndex, otherRecord, beyond, otherSize, otherRoot, otherOrigin, foreignOrigin
    case foreignKey, keyOfOtherID, emptyRecord, header
  }
}

extension CrossCheckTree {
  /// A good proof that one of its beginnings grew to another.
  func growthCase(_ random: inout Seeded) throws -> CrossCheckCase {
    let new = 1 + random.below(size)
    let old = 1 + random.below(new)
    return .growth(
      try growth(old, new).text, since: (origin, UInt64(old), try root(old)), key: vkey)
  }

  private func growth(_ old: Int, _ new: Int) throws -> ProofText {
    let proof = try table.consistencyProof(from: UInt64(old), to: UInt64(new))
    return ProofText(
      head: ["old \(old)"], hashes: try #require(proof).hashes, note: try note(new).encoded)
  }

  /// A proof like that with something done to it; nil where the trees are too small or too like for it.
  func forgedGrowth(_ random: inout Seeded) throws -> CrossCheckCase? {
    let new = 1 + random.below(size)
    let old = 1 + random.below(new)
    var proof = try growth(old, new)
    var since = (origin: origin, size: UInt64(old), root: try root(old))
    var key = vkey
    let kind: String
    switch random.below(4) {
    case 0:
      let forgery = random.pick(PathForgery.allCases)
      guard let hashes = forgery.forging(proof.hashes, &random) else { return nil }
      (kind, proof.hashes) = (forgery.rawValue, hashes)
    case 1:
      let forgery = random.pick(NoteForgery.allCases)
      (kind, proof.note) = (
        forgery.rawValue, try forgery.forging(note(new), by: self.key, &random)
      )
    default:
      let other = 1 + random.below(size)
      let forgery = random.pick(GrowthForgery.allCases)
      switch forgery {
      case .fromNothing:
        proof.head = ["old 0"]
        since = (origin, 0, .emptyRoot)
        if random.once(in: 2) { proof.hashes = [] }
      case .otherOldSize:
        guard other != old else { return nil }
        proof.head = ["old \(other)"]
      case .otherOld:
        guard other != old else { return nil }
        proof.head = ["old \(other)"]
        since = (origin, UInt64(other), try root(other))
      case .otherOldRoot: since.root = random.flipped(since.root)
      case .otherNew:
        guard other != new else { return nil }
        proof.note = try note(other).encoded
      case .otherNewRoot: proof.note = try note(new, root: random.flipped(root(new))).encoded
      case .reversed:
        guard old < new else { return nil }
        proof.head = ["old \(new)"]
        proof.note = try note(old).encoded
        since = (origin, UInt64(new), try root(new))
      case .otherOrigin: proof.note = try note(new, origin: "log.example/other").encoded
      case .foreignOrigin: since.origin = "log.example/other"
      case .foreignKey: key = try SigningKey(name: origin).verifier.text
      }
      kind = forgery.rawValue
    }
    return .growth(proof.text, since: since, key: key, forged: kind)
  }

  private enum GrowthForgery: String, CaseIterable {
    case fromNothing, otherOldSize, otherOld, otherOldRoot, otherNew, otherNewRoot, reversed
    case otherOrigin, foreignOrigin, foreignKey
  }

  /// A note of any text, or with something done to it.
  func noteCase(_ random: inout Seeded) throws -> CrossCheckCase {
    let words = ["Zürich", "42", "a line", "", "日本", "— not a signature", "\u{301}e"]
    let lines = (0...random.below(5)).map { _ in random.pick(words) }
    let text = "first\n" + lines.joined(separator: "\n") + "\n"
    let note = try SignedNote(signing: text, with: [key])
    guard random.once(in: 3) else { return .note(note.encoded, key: vkey) }
    let forgery = random.pick(NoteForgery.allCases)
    return .note(
      try forgery.forging(note, by: key, &random), key: vkey, forged: forgery.rawValue)
  }
}
