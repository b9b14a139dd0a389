import Clinic
import Records

/// What could stand in a line that is a dot command.
struct DotCompletion {
  private let bytes: [UInt8]
  private let cursor: Int
  private let completer: Completer
  private let line: DotWords

  /// Nil where the cursor stands before the dot.
  init?(_ bytes: [UInt8], at cursor: Int, _ completer: Completer) {
    self.bytes = bytes
    self.cursor = cursor
    self.completer = completer
    line = DotWords(bytes)
    guard cursor > line.dot else { return nil }
  }

  var completion: CompletionOffer? {
    if cursor <= line.name.upperBound { return commands }
    guard let command = completer.commands.unique(named: line.text(line.name)) else { return nil }
    let before = line.arguments.prefix { $0.upperBound < cursor }
    let current = line.arguments.dropFirst(before.count).first { $0.lowerBound <= cursor }
    let range = current ?? cursor..<cursor
    for (place, argument) in line.arguments.enumerated() where argument.lowerBound <= cursor {
      guard line.choices(of: command, at: place).contains(.sql) else { continue }
      return completer.statementCompletion(
        bytes, in: argument.lowerBound..<bytes.count, at: cursor)
    }
    let choices = command.choices(after: before.map(line.text), for: line.text(range))
    if current == nil, choices.contains(.sql) {
      return completer.statementCompletion(bytes, in: cursor..<bytes.count, at: cursor)
    }
    guard bytes[range].first.map({ $0 != 0x27 && $0 != 0x22 }) ?? true else { return nil }
    return completion(in: range, choices)
  }

  private var commands: CompletionOffer {
    var ranking = CandidateRanking(prefix: String(line.text(line.name.lowerBound..<cursor)))
    for command in completer.commands {
      let text = "." + command.name
      ranking.add(command.name, .init(text: text, display: text, kind: .command), group: 0)
    }
    return CompletionOffer(range: line.dot..<line.name.upperBound, candidates: ranking.ranked)
  }

  private func completion(in range: Range<Int>, _ choices: [DotUsage.Choice]) -> CompletionOffer {
    let typed = String(line.text(range.lowerBound..<cursor))
    var ranking = CandidateRanking(prefix: typed)
    for (group, choice) in choices.enumerated() {
      switch choice {
      case .word(let word): ranking.add(word, .argument, group: group)
      case .command:
        for command in completer.commands { ranking.add(command.name, .command, group: group) }
      case .table:
        for table in completer.names.tables {
          ranking.add(table.name, .init(table.kind), group: group)
        }
      case .mode:
        for mode in OutputMode.allCases { ranking.add(mode.rawValue, .argument, group: group) }
      case .moment:
        for moment in completer.moments() { ranking.add(moment, .moment, group: group) }
      case .savedQuery:
        for name in completer.savedQueries() { ranking.add(name, .argument, group: group) }
      case .parameter:
        for name in completer.parameters() { ranking.add(name, .parameter, group: group) }
      case .field:
        for column in fields(before: range) { ranking.add(column.name, .column, group: group) }
      case .subject:
        guard let kind = subject(before: range) else { break }
        for id in completer.ids(kind, typed, Completer.mostIDs) {
          ranking.add(id, .id, group: group)
        }
      case .id(let kind):
        for id in completer.ids(kind, typed, Completer.mostIDs) {
          ranking.add(id, .id, group: group)
        }
      case .stream:
        for stream in streams(typed) {
          ranking.add(stream, stream.hasSuffix("/") ? .argument : .id, group: group)
        }
      case .number, .file, .sql, .text: break
      }
    }
    return CompletionOffer(range: range, candidates: ranking.ranked)
  }

  private func word(before range: Range<Int>) -> Substring? {
    line.arguments.last { $0.upperBound <= range.lowerBound }.map(line.text)
  }

  /// The columns of what the stream before is kept in.
  private func fields(before range: Range<Int>) -> [SQLNames.Column] {
    guard
      let kind = word(before: range)?.split(separator: "/").first.flatMap(StreamKind.init(name:)),
      let table = TableType.all.first(where: { $0.kind == .state(kind) })
    else { return [] }
    return completer.names.table(named: table.name)?.columns ?? []
  }

  /// What the report before is about, where that has ids.
  private func subject(before range: Range<Int>) -> StreamKind? {
    guard let report = word(before: range) else { return nil }
    return report == "recall" ? .lot : StreamKind(name: report)
  }

  /// `session/` and, behind the slash, ids.
  private func streams(_ typed: String) -> [String] {
    let parts = typed.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return StreamKind.names.map { $0 + "/" } }
    guard let kind = StreamKind(name: parts[0]) else { return [] }
    return completer.ids(kind, String(parts[1]), Completer.mostIDs).map { "\(parts[0])/\($0)" }
  }
}

/// A dot command's line: where its name and its arguments stand, quotes included.
struct DotWords {
  let bytes: [UInt8]
  /// Where the dot is.
  let dot: Int
  /// Where the name is, without its dot.
  let name: Range<Int>
  let arguments: [Range<Int>]

  /// The words of a text whose first character that is no blank is a dot.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    dot = bytes.firstIndex(of: UInt8(ascii: ".")) ?? 0
    var place = dot + 1
    func isBlank(_ place: Int) -> Bool { bytes[place] <= UInt8(ascii: " ") }
    while place < bytes.count, !isBlank(place) { place += 1 }
    name = min(dot + 1, bytes.count)..<max(place, min(dot + 1, bytes.count))
    var arguments: [Range<Int>] = []
    while true {
      while place < bytes.count, isBlank(place) { place += 1 }
      guard place < bytes.count else { break }
      let start = place
      let quote = bytes[place]
      if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
        place += 1
        // A doubled quote ends nothing.
        while place < bytes.count,
          bytes[place] != quote || place + 1 < bytes.count && bytes[place + 1] == quote
        {
          place += bytes[place] == quote ? 2 : 1
        }
        place = min(place + 1, bytes.count)
      } else {
        while place < bytes.count, !isBlank(place) { place += 1 }
      }
      arguments.append(start..<place)
    }
    self.arguments = arguments
  }

  func text(_ range: Range<Int>) -> Substring {
    Substring(String(decoding: bytes[range], as: UTF8.self))
  }

  /// What the argument at a place can be.
  func choices(of command: DotUsage, at place: Int) -> [DotUsage.Choice] {
    command.choices(after: arguments[..<place].map(text), for: text(arguments[place]))
  }
}

extension [DotUsage] {
  /// The one of this name, in any case, or the only one that begins so.
  func unique(named name: Substring) -> DotUsage? {
    let name = name.lowercased()
    if let exact = first(where: { $0.name == name }) { return exact }
    let beginning = name.isEmpty ? [] : filter { $0.name.hasPrefix(name) }
    return beginning.count == 1 ? beginning[0] : nil
  }
}
