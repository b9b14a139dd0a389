import ClinicSQL
import ClinicStore
import Foundation
import Reports
import Testing

/// A store of lines taken as recorded, removed with its folder.
final class FixtureStore: Sendable {
  let store: ClinicStore
  private let folder: URL

  /// The clinic of `Tests/Fixtures/twenty-questions.ndjson`, whose events are told of in
  /// `Tests/ClinicSQLTests/Data/questions.test`; only the first so many of them, if that is given.
  static func questions(first count: Int? = nil) throws -> FixtureStore {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/twenty-questions.ndjson")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return try FixtureStore(lines.prefix(count ?? lines.count).map(String.init))
  }

  init(_ lines: [String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("reports-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent("lines.ndjson")
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
    let place = folder.appendingPathComponent("clinic.stipple").path
    let empty = try ClinicStore.openOrCreateEmpty(at: place)
    let outcome = try empty.importAsRecorded(try LineSource(path: file.path), isDryRun: false)
    #expect(outcome.recorded == lines.count)
    // A store takes its zone from the first event that it finds when it is opened.
    store = try ClinicStore.open(at: place)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The moment after the event at a position, or after the last.
  func moment(_ position: Int? = nil) throws -> Moment {
    guard let position else { return try store.lastMoment() }
    return try store.moment("@\(position)")
  }
}

/// The answers of plain SELECTs, each row a line with ` | ` between its cells.
func answers(_ sql: String, in store: ClinicStore, at moment: Moment) throws -> [String] {
  let connection = try Connection(store)
  connection.moment = moment
  let statement = try #require(try connection.prepare(sql))
  var lines: [String] = []
  while try statement.step() {
    lines.append(
      statement.columns.indices.map { column in
        statement.kind(at: column) == .null ? "NULL" : statement.text(at: column)
      }.joined(separator: " | "))
  }
  return lines
}

extension Report {
  /// What stands under a label at the report's head; nil where there is no such label.
  func fact(_ label: String) -> String? { facts.first { $0.label == label }?.value }

  /// The section of a title.
  func section(_ title: String) throws -> ReportSection {
    try #require(sections.first { $0.title == title }, "\(sections.map(\.title))")
  }

  /// The rows of a section's first table, each a line with ` | ` between its cells.
  ///
  /// Empty where the section has no table; a cell with nothing to say is `-`.
  func rows(_ title: String) throws -> [String] { try section(title).tables.first?.lines ?? [] }

  /// The charts of a section.
  func charts(_ title: String) throws -> [BarChart] {
    try section(title).parts.compactMap { part in
      if case .figure(.bars(let chart)) = part { chart } else { nil }
    }
  }

  /// Every text that the report shows, a line each.
  var texts: [String] {
    [title] + facts.flatMap { [$0.label, $0.value] } + sections.flatMap(\.texts)
  }
}

extension ReportSection {
  /// The tables in it.
  var tables: [ReportTable] {
    parts.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  /// The paragraphs in it.
  var paragraphs: [String] {
    parts.compactMap { if case .paragraph(let text) = $0 { text } else { nil } }
  }

  /// What stands under a label in it.
  func fact(_ label: String) -> String? {
    for case .facts(let facts) in parts {
      if let fact = facts.first(where: { $0.label == label }) { return fact.value }
    }
    return nil
  }

  var texts: [String] {
    var texts = [title, note].compactMap { $0 }
    for part in parts {
      switch part {
      case .heading(let text), .paragraph(let text): texts.append(text)
      case .facts(let facts): texts += facts.flatMap { [$0.label, $0.value] }
      case .table(let table): texts += table.columns + table.lines
      case .figure(.bars(let chart)):
        texts += [chart.title, chart.unit] + chart.series + chart.groups.map(\.label)
      case .figure, .entries: break
      }
    }
    return texts
  }
}

extension ReportTable {
  /// The rows, each a line with ` | ` between its cells.
  var lines: [String] { rows.map { $0.map { $0 ?? "-" }.joined(separator: " | ") } }
}

extension BarChart {
  /// The groups with their values, `cheek: 4.5 2.0`; `-` where nothing was recorded.
  var lines: [String] {
    groups.map { group in
      "\(group.label): " + group.values.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }
  }
}
