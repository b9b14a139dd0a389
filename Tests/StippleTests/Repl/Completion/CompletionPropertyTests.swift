import Clinic
import ClinicSQL
import Records
import Testing

@testable import stipple

/// What holds of every offer, at every place of real statements, whole, broken off and broken.
@Suite struct CompletionPropertyTests {
  /// Statements broken in some way, with a cursor.
  private static func broken(_ statement: String, _ random: inout Seeded) -> (String, Int) {
    var characters = Array(statement)
    let cursor = Int.random(in: 0...characters.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: characters.removeSubrange(cursor...)
    case 1:
      // A part of what follows is gone, or of what is before.
      let end = Int.random(in: cursor...characters.count, using: &random)
      characters.removeSubrange(cursor..<end)
    case 2:
      let piece = [
        "'", "\"", "(", ")", ";", "--", "/*", ".", ",", "é", "=", " in (", "x'", "👩‍🔬", "@", ":",
      ]
      .randomElement(using: &random)!
      characters.insert(contentsOf: piece, at: cursor)
    case 3:
      let start = Int.random(in: 0...cursor, using: &random)
      characters.removeSubrange(..<start)
      let text = String(characters)
      return (text, String(characters.prefix(cursor - start)).utf8.count)
    default: break
    }
    let text = String(characters)
    return (text, String(characters.prefix(min(cursor, characters.count))).utf8.count)
  }

  @Test(arguments: UInt64(1)...8)
  func `an offer fits the text and names only what there is`(seed: UInt64) throws {
    var random = Seeded(seed)
    let completer = try KnownStore.completer()
    let known = try Known()
    var offers = 0
    for statement in try KnownStore.statements() {
      for _ in 0..<25 {
        let (text, cursor) = Self.broken(statement, &random)
        guard let offer = completer.completion(of: text, at: cursor) else { continue }
        offers += 1
        let bytes = Array(text.utf8)
        #expect(offer.range.lowerBound <= cursor && cursor <= offer.range.upperBound)
        #expect(offer.range.upperBound <= bytes.count)
        #expect(Set(offer.candidates.map(\.text)).count == offer.candidates.count)
        for candidate in offer.candidates.shuffled(using: &random).prefix(12) {
          let isKnown = known.holds(candidate, in: text)
          let fits = Self.fits(candidate.text, in: bytes, offer.range)
          let place = String(decoding: bytes[max(0, cursor - 60)..<cursor], as: UTF8.self)
          #expect(isKnown, "\(candidate.kind) \(candidate.text) after \(place)")
          #expect(fits, "\(candidate.kind) \(candidate.text) after \(place)")
        }
      }
    }
    #expect(offers > 100)
  }

  /// Whether the pieces before, of and after a candidate stay the same pieces once it is taken.
  private static func fits(_ candidate: String, in bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let candidate = Array(candidate.utf8)
    let text = bytes[..<range.lowerBound] + candidate + bytes[range.upperBound...]
    let whole = SQLLexeme.all(of: Array(text), in: text.indices)
    let before = SQLLexeme.all(of: bytes, in: 0..<range.lowerBound)
    let own = SQLLexeme.all(of: candidate, in: candidate.indices)
    // `'session/` leaves its quote open, and `s.` waits for a column.
    guard own.last?.isClosed == true, candidate.last != UInt8(ascii: ".") else { return true }
    let after = SQLLexeme.all(of: bytes, in: range.upperBound..<bytes.count)
    let pieces = (before + own + after).map { [$0.kind.text, $0.text] }
    return whole.map { [$0.kind.text, $0.text] } == pieces
  }

  /// What candidates may name.
  private struct Known {
    let names: SQLNames
    let tables: Set<String>
    let columns: Set<String>
    let values: Set<String>

    init() throws {
      names = try KnownStore.names
      tables = Set(names.tables.map(\.name))
      columns = Set(names.columns.map(\.name))
      values = Set(
        names.tables.flatMap(\.columns).flatMap { column in
          if case .words(let words) = column.values { words } else { [String]() }
        })
    }

    func holds(_ candidate: CompletionOffer.Candidate, in text: String) -> Bool {
      let plain = candidate.text.filter { $0 != "\"" && $0 != "'" }
      let last = String(plain.split(separator: ".").last ?? "")
      switch candidate.kind {
      case .table, .history, .view: return tables.contains(plain)
      case .column: return columns.contains(last) || text.lowercased().contains(last.lowercased())
      case .common, .source: return text.lowercased().contains(last)
      case .function: return names.hasFunction(named: plain.lowercased().filter { $0 != "(" })
      case .value: return values.contains(plain) || StreamKind(name: plain.dropLast()) != nil
      case .id: return KnownStore.ids.contains(String(plain.split(separator: "/").last ?? ""))
      case .moment, .parameter: return true
      case .keyword:
        return plain.lowercased().split { $0 == " " || $0 == "(" }.allSatisfy {
          names.keywords.contains(String($0)) || Self.types.contains(String($0))
        }
      case .command, .argument: return DotLine.begins(text)
      }
    }

    private static let types: Set<String> = [
      "text", "integer", "real", "blob", "numeric", "nocase", "binary", "rtrim",
    ]
  }

  @Test(arguments: [
    "select * from (", "(", "select ((", "a ", "select a b ", "case ",
    "with t as (select * from t) ", "'", ",",
    "select * from sessions s join ", "union select ", "with t as (",
  ])
  func `however often a text repeats itself, it is read to its end`(piece: String) throws {
    let text = String(repeating: piece, count: 3_000)
    let completer = try KnownStore.completer()
    let highlighting = try KnownStore.highlighting()
    for part in [text, String(text.prefix(1 << 15)) + " x from sessions where sta"] {
      _ = completer.completion(of: part, at: part.utf8.count)
      let spans = highlighting.spans(of: part)
      #expect(spans.allSatisfy { $0.range.upperBound <= part.utf8.count })
      let redaction = try KnownStore.redaction()
      #expect(!redaction.redacted(part + "'Marlowe").contains("Marlowe"))
    }
  }

  @Test func `an offer that is taken word by word leads to a statement that runs`() throws {
    try KnownStore.withConnection { connection in
      let completer = try KnownStore.completer()
      var text = ""
      // What somebody types, each up to where one candidate is taken.
      for typed in ["sel", " pract", ", count", "*) as n fr", " sess", " s whe", " s.nu", " = 'de"]
      {
        text += typed
        let offer = try #require(completer.completion(of: text, at: text.utf8.count), "\(text)")
        let wanted = ["numbing_decision"].first { name in
          offer.candidates.contains { $0.text == name }
        }
        let choice = wanted ?? offer.candidates[0].text
        text = String(decoding: Array(text.utf8)[..<offer.range.lowerBound], as: UTF8.self) + choice
      }
      text += " group by 1"
      #expect(
        text
          == "select practitioner, count(*) as n from sessions s where s.numbing_decision = 'declined' group by 1"
      )
      let statement = try connection.prepare(text)
      #expect(statement != nil)
    }
  }
}

extension SQLLexeme.Kind {
  fileprivate var text: String { "\(self)" }
}
