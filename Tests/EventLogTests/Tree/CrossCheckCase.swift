import EventLog
import Foundation

/// A proof, a root or a note, as a line for code that is not ours, and what ours says of it.
struct CrossCheckCase {
  /// What it says of itself: what was done to it, and where.
  var about: String
  /// The line that the other code gets.
  var line: [String: Any]
  /// Whether it has to be refused.
  var isForged: Bool
  /// Whether our own code takes it.
  var isTaken: Bool

  /// The proof that a record is in a checkpoint's log, by its file's text.
  static func entry(
    _ proof: String, record: [UInt8], origin: String, key: String, tree: String? = nil,
    forged: String? = nil
  ) -> CrossCheckCase {
    var line: [String: Any] = [
      "kind": "entry", "record": Base64.encode(record), "origin": origin, "key": key,
      "proof": proof,
    ]
    // Only a good one is also compared with the other code's own proof.
    if forged == nil { line["tree"] = tree }
    let isTaken = takes {
      try EntryProof(Array(proof.utf8)).verify(
        leaf: .leaf(of: record), origin: origin, keys: [VerifierKey(key)])
    }
    return CrossCheckCase(
      about: "entry \(forged ?? "good")", line: line, isForged: forged != nil, isTaken: isTaken)
  }

  /// The proof that a log grew from an older checkpoint, by its file's text.
  static func growth(
    _ proof: String, since old: (origin: String, size: UInt64, root: Hash), key: String,
    forged: String? = nil
  ) -> CrossCheckCase {
    let isTaken = takes {
      let checkpoint = try Checkpoint(origin: old.origin, size: old.size, root: old.root)
      try GrowthProof(Array(proof.utf8)).verify(since: checkpoint, keys: [VerifierKey(key)])
    }
    return CrossCheckCase(
      about: "growth \(forged ?? "good")",
      line: [
        "kind": "growth", "origin": old.origin, "size": old.size, "root": old.root.base64,
        "key": key, "proof": proof,
      ], isForged: forged != nil, isTaken: isTaken)
  }

  /// A signed note.
  static func note(_ note: String, key: String, forged: String? = nil) -> CrossCheckCase {
    let isTaken = takes {
      _ = try SignedNote(Array(note.utf8)).signers(among: [VerifierKey(key)])
    }
    return CrossCheckCase(
      about: "note \(forged ?? "good")", line: ["kind": "note", "key": key, "note": note],
      isForged: forged != nil, isTaken: isTaken)
  }

  /// The root of a tree's first leaves.
  static func root(
    _ root: Hash, of tree: String, _ records: [[UInt8]], size: Int, forged: String? = nil
  ) -> CrossCheckCase {
    CrossCheckCase(
      about: "root \(forged ?? "good")",
      line: ["kind": "root", "tree": tree, "size": size, "root": root.base64],
      isForged: forged != nil,
      isTaken: root == Hash.root(of: records.prefix(size).map { .leaf(of: $0) }))
  }

  private static func takes(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return true
    } catch {
      return false
    }
  }
}

/// A proof's file in its parts, to be changed and put together again.
struct ProofText {
  /// The lines before the hashes.
  var head: [String]
  var hashes: [Hash]
  var note: String

  var text: String {
    (head + hashes.map(\.base64)).map { $0 + "\n" }.joined() + "\n" + note
  }
}

/// What is done to the hashes of a proof, of whichever kind.
enum PathForgery: String, CaseIterable {
  case hashBit, swapped, repeated, shorter, headless, longer, longerAtHead

  /// The hashes with that done to them; nil where there are too few.
  func forging(_ hashes: [Hash], _ random: inout Seeded) -> [Hash]? {
    var forged = hashes
    guard !hashes.isEmpty || self == .longer || self == .longerAtHead else { return nil }
    switch self {
    case .hashBit:
      let place = random.below(hashes.count)
      forged[place] = random.flipped(hashes[place])
    case .swapped:
      guard hashes.count > 1 else { return nil }
      let place = random.below(hashes.count - 1)
      forged.swapAt(place, place + 1)
    case .repeated:
      guard hashes.count > 1 else { return nil }
      let place = random.below(hashes.count - 1)
      forged[place + 1] = hashes[place]
    case .shorter: forged.removeLast()
    case .headless: forged.removeFirst()
    case .longer: forged.append(random.hash())
    case .longerAtHead: forged.insert(hashes.first ?? random.hash(), at: 0)
    }
    return forged
  }
}

/// What is done to a signed note.
enum NoteForgery: String, CaseIterable {
  case otherKey, otherKeyOfThatID, changedText, signatureBit, cutSignature, unsigned, otherName

  /// The note with that done to it.
  func forging(
    _ note: SignedNote, by key: SigningKey, _ random: inout Seeded
  ) throws -> String {
    let text = note.text
    let line = note.encoded.dropFirst(text.count + 1).dropLast()
    let words = line.split(separator: " ")
    var blob = Base64.decode(words[2]) ?? []
    switch self {
    case .otherKey:
      let other = try SigningKey(name: key.verifier.name)
      return try SignedNote(signing: text, with: [other]).encoded
    case .otherKeyOfThatID:
      let other = try SigningKey(name: key.verifier.name)
      blob = Array(blob.prefix(4)) + (try other.sign(Array(text.utf8)))
    case .changedText:
      let place = random.below(text.utf8.count - 1)
      var bytes = Array(note.encoded.utf8)
      // A letter or a digit for another: the note keeps its form.
      let old = bytes[place]
      guard old < 0x80, old != UInt8(ascii: "\n") else { return "x" + note.encoded }
      bytes[place] = old == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
      return String(decoding: bytes, as: UTF8.self)
    case .signatureBit: blob[4 + random.below(64)] ^= 1 << UInt8(random.below(8))
    case .cutSignature: blob.removeLast(1 + random.below(40))
    case .unsigned: return text + "\n"
    case .otherName:
      let other = try SigningKey(name: key.verifier.name + "-2")
      return try SignedNote(signing: text, with: [other]).encoded
    }
    return "\(text)\n\(words[0]) \(words[1]) \(Base64.encode(blob))\n"
  }
}
