import Clinic
import Records

/// What a dot command takes, as its usage says: `[MODE [ROWS|all]]`.
///
/// Words in small letters are themselves; those in capitals name a kind of thing.
struct DotUsage: Sendable {
  /// One thing that an argument can be.
  enum Choice: Hashable, Sendable {
    /// Written as it is: `all`.
    case word(String)
    case command, table, mode, moment, stream, file, savedQuery, parameter, number
    /// A field of the stream that is named before it.
    case field
    /// What the report that is named before it is about: a session, a day.
    case subject
    /// An id of what streams of a kind are about.
    case id(StreamKind)
    /// SQL, up to the end of the line.
    case sql
    /// Anything else, which may be free text.
    case text
  }

  /// One place among the arguments.
  struct Argument: Sendable {
    var choices: [Choice]
    var isOptional: Bool
  }

  /// Without its dot.
  let name: String
  let arguments: [Argument]
  /// Whether the last argument may be repeated.
  let isRepeating: Bool

  /// Every command of the REPL.
  static let all: [DotUsage] = DotCommand.all.map { DotUsage(name: $0.name, usage: $0.usage) }

  init(name: String, usage: String) {
    self.name = name
    isRepeating = usage.hasSuffix("…") || usage.hasSuffix("...")
    arguments = usage.split { $0 == " " || $0 == "…" }.compactMap { word in
      let choices = word.split { "[]|,".contains($0) }.filter { $0 != "..." }.map {
        Choice($0, of: name)
      }
      return choices.isEmpty
        ? nil : Argument(choices: choices, isOptional: word.first == "[")
    }
  }

  /// What an argument can be, by the words before it.
  ///
  /// A number that may be left out is, where another word stands: `.watch select …`.
  func choices(after words: some Sequence<Substring>, for word: Substring) -> [Choice] {
    var place = 0
    for word in words { place = self.place(of: word, from: place) + 1 }
    place = self.place(of: word, from: place)
    if isRepeating { place = min(place, arguments.count - 1) }
    return arguments.indices.contains(place) ? arguments[place].choices : []
  }

  private func place(of word: Substring, from place: Int) -> Int {
    guard arguments.indices.contains(place), arguments[place].isOptional,
      arguments[place].choices == [.number], !word.isEmpty, word.utf8.first?.isDigit == false,
      place + 1 < arguments.count
    else { return place }
    return place + 1
  }
}

extension DotUsage.Choice {
  /// By a word of a command's usage.
  init(_ word: Substring, of command: String) {
    if word.contains(where: \.isLowercase) || word.allSatisfy({ !$0.isLetter }) {
      self = .word(String(word))
    } else if let kind = StreamKind(name: word.lowercased()) {
      self = .id(kind)
    } else {
      self =
        switch word {
        case "COMMAND": .command
        case "TABLE", "VIEW": .table
        case "MODE": .mode
        case "WHEN", "FROM", "TO", "A", "B": .moment
        case "STREAM": .stream
        case "FILE", "PATH": .file
        case "NAME": command == "param" ? .parameter : .savedQuery
        case "FIELD": .field
        case "SUBJECT": .subject
        case "ROWS", "SECONDS", "N": .number
        case "SQL", "STATEMENT": .sql
        default: .text
        }
    }
  }
}
