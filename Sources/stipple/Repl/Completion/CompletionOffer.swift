import Clinic
import ClinicSQL

/// What could be written at a place of a text, and what it would take the place of.
struct CompletionOffer: Equatable, Sendable {
  /// One of the things that could be written.
  struct Candidate: Hashable, Sendable {
    /// What it is, in a word for a list.
    enum Kind: String, Sendable {
      case table, history, view, column, function, keyword, value, id, moment, parameter, command,
        argument
      /// A table's name or alias, before the dot.
      case source = "table here"
      /// A table of WITH.
      case common = "with"
    }

    /// What is written, with its quotes or its opening parenthesis.
    var text: String
    /// What a list shows.
    var display: String
    var kind: Kind
  }

  /// From which byte of UTF-8 to which.
  var range: Range<Int>
  /// The best first.
  var candidates: [Candidate]
}

/// Says what could be written at the cursor, of SQL as of dot commands.
///
/// Only what there is: tables and columns of the catalog, words of enums, ids that the store holds.
struct Completer {
  /// The tables, columns, functions and keywords.
  var names: SQLNames
  /// The dot commands.
  var commands: [DotUsage] = DotUsage.all
  /// At most so many ids that begin with a text, in their order.
  var ids: (_ kind: StreamKind, _ prefix: String, _ limit: Int) -> [String] = { _, _, _ in [] }
  /// Moments worth offering, as people write them.
  var moments: () -> [String] = { ["now", "@-1"] }
  /// The parameters that have a value, without their colon.
  var parameters: () -> [String] = { [] }
  /// The names of saved queries.
  var savedQueries: () -> [String] = { [] }

  /// Ids that are asked for at most.
  static let mostIDs = 50
  /// Bytes of a text in which anything is offered: what is longer was pasted, and is not read at each key.
  static let longestText = 1 << 16

  /// What could be written at a byte of a text; nil where nothing can be said.
  func completion(of text: String, at cursor: Int) -> CompletionOffer? {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.longestText, (0...bytes.count).contains(cursor) else { return nil }
    // Never within a character's bytes.
    if cursor < bytes.count, bytes[cursor] & 0xC0 == 0x80 { return nil }
    let completion =
      DotLine.begins(text)
      ? DotCompletion(bytes, at: cursor, self)?.completion
      : statementCompletion(bytes, in: bytes.indices, at: cursor)
    return completion.flatMap { $0.candidates.isEmpty ? nil : $0 }
  }

  /// The same for SQL that is a part of the text.
  func statementCompletion(
    _ bytes: [UInt8], in range: Range<Int>, at cursor: Int
  ) -> CompletionOffer? {
    guard let hole = StatementHole(bytes, in: range, at: cursor) else { return nil }
    let outline = StatementOutline(hole.lexemes, names: names)
    guard let place = outline.cursor else { return nil }
    var candidates = StatementCandidates(hole, outline, place.place, place.frames, self)
    return candidates.completion()
  }
}

/// Candidates as they are found, in groups of which the first is the most likely.
struct CandidateRanking {
  private struct Entry {
    var candidate: CompletionOffer.Candidate
    var isOther: Bool
    var group: Int
    var length: Int
  }

  private let prefix: [UInt8]
  private var entries: [Entry] = []

  /// Candidates whose name begins with a text, in any case.
  init(prefix: String) { self.prefix = prefix.utf8.map(\.folded) }

  /// Takes a candidate if its name begins with what was typed.
  mutating func add(_ name: String, _ candidate: CompletionOffer.Candidate, group: Int) {
    guard name.utf8.lazy.map(\.folded).starts(with: prefix) else { return }
    let count = name.utf8.count
    entries.append(
      Entry(
        candidate: candidate, isOther: count != prefix.count, group: group,
        length: prefix.isEmpty ? 0 : count))
  }

  mutating func add(_ name: String, _ kind: CompletionOffer.Candidate.Kind, group: Int) {
    add(name, .init(text: name, display: name, kind: kind), group: group)
  }

  /// Each once: what was typed whole, then by group, then the shorter, then in the order given.
  var ranked: [CompletionOffer.Candidate] {
    var seen: Set<String> = []
    return entries.enumerated()
      .sorted {
        ($0.element.isOther ? 1 : 0, $0.element.group, $0.element.length, $0.offset)
          < ($1.element.isOther ? 1 : 0, $1.element.group, $1.element.length, $1.offset)
      }
      .map(\.element.candidate).filter { seen.insert($0.text).inserted }
  }
}

extension CompletionOffer.Candidate.Kind {
  /// What a catalog calls it.
  init(_ kind: Catalog.Table.Kind) {
    self =
      switch kind {
      case .table: .table
      case .history: .history
      case .view: .view
      }
  }
}
