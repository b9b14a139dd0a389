/// Something that an answer may name by its id, such as a lot.
struct Candidate: Sendable, Equatable {
  /// Its id.
  let id: String
  /// What it is, for somebody who chooses.
  var about = ""
  /// Why it is not to be used; nil if it is fit.
  var fault: String?
  /// What else names it: the number on a lot's box, a scanned UDI.
  var aliases: [String] = []
  /// Whether it is among those that a question is about.
  var isListed = true
  /// The field that its id stands in, where an answer is not the id alone.
  var field: String?
}

/// What a typed id may stand for.
enum Completed: Equatable {
  case found(Candidate)
  case ambiguous([Candidate])
  case none

  /// Finds the one that a text names.
  ///
  /// By its id, by another name of it, or by a beginning that only one has; upper and lower case
  /// are the same.
  init(_ typed: String, among candidates: [Candidate]) {
    let word = typed.uppercased()
    if let exact = candidates.first(where: { $0.id == typed }) {
      self = .found(exact)
      return
    }
    let named = candidates.filter { candidate in
      candidate.id.uppercased() == word || candidate.aliases.contains { $0.uppercased() == word }
    }
    let begun = candidates.filter { $0.isListed && $0.id.uppercased().hasPrefix(word) }
    // Of several deliveries of a lot number, one that is not to be used is never taken unasked.
    let matches = named.isEmpty ? begun : named
    switch matches.count {
    case 0: self = .none
    case 1: self = .found(matches[0])
    default: self = .ambiguous(matches)
    }
  }
}
