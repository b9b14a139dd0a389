import Clinic
import ClinicSQL
import ClinicStore
import EventLog
import Records

/// What a report asks of the tables and views as of its moment, and the digests of the answers.
///
/// A question is one SELECT with named parameters. `:at` is the moment's own time and `:today` the
/// clinic's day then; the machine's clock is never asked. A column whose alias ends in † is personal.
final class Inquiry {
  let store: ClinicStore
  let moment: Moment
  /// Of every answer, in the order of the questions.
  private(set) var digests: [Certificate.Digest] = []

  private let connection: Connection
  private var streams: [StreamID: [EffectiveEvent]] = [:]

  init(_ store: ClinicStore, at moment: Moment) throws {
    self.store = store
    self.moment = moment
    connection = try Connection(store)
    connection.moment = moment
  }

  /// The clinic's time zone.
  var zone: ClinicZone { store.zone }
  /// The clinic's day of the moment.
  var today: CalendarDate { zone.date(moment.at) }

  /// The rows of an answer, digested under a name without their personal columns.
  func rows(
    _ name: String, _ sql: String, _ values: [String: SQLValue] = [:]
  ) throws -> [Answer] {
    guard let statement = try connection.prepare(sql) else { return [] }
    let own: [String: SQLValue] = ["at": .text(moment.at.sql), "today": .text(today.iso)]
    for parameter in statement.parameters {
      let key = String(parameter.dropFirst())
      guard let value = values[key] ?? own[key] else {
        preconditionFailure("the question on \(name) has no value for \(parameter)")
      }
      try statement.bind(value, named: parameter)
    }
    let columns = statement.columns.map(AnswerColumn.init)
    let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })
    let shown = columns.indices.filter { !isPersonal(statement.columns[$0], columns[$0]) }
    var digest = RowDigest(name)
    var answers: [Answer] = []
    while try statement.step() {
      let answer = Answer(places: places, values: columns.indices.map(statement.value))
      digest.add(line: answer.line(of: shown.map { ($0, columns[$0].name) }))
      answers.append(answer)
    }
    digests.append(digest.finished())
    return answers
  }

  /// The one row of an answer that always has one, such as a count.
  func row(_ name: String, _ sql: String, _ values: [String: SQLValue] = [:]) throws -> Answer {
    guard let first = try rows(name, sql, values).first else {
      preconditionFailure("the question on \(name) has no answer")
    }
    return first
  }

  private func isPersonal(_ column: Statement.Column, _ alias: AnswerColumn) -> Bool {
    if alias.isPersonal { return true }
    guard let table = column.table, let origin = column.origin else { return false }
    return connection.catalog.table(named: table)?.columns
      .first { $0.name == origin }?.isPersonal ?? false
  }
}

extension Inquiry {
  /// An entry as its stream read at the moment; nil where the moment knows of none there.
  func entry(at position: Int64, of stream: String) throws -> EffectiveEvent? {
    guard case .stream(let stream) = try StreamName(parsing: stream) else { return nil }
    if streams[stream] == nil {
      streams[stream] = try store.atOneMoment(moment) { snapshot in
        try effectiveEvents(snapshot.events(of: stream))
      }
    }
    return streams[stream]?.first { $0.envelope.position == UInt64(clamping: position) }
  }

  /// The entries that an answer's `position` and `stream` name, digested under a name: what each says
  /// now, without what is personal in it.
  func entries(_ name: String, of answers: [Answer]) throws -> [EffectiveEvent] {
    var digest = RowDigest(name)
    let entries = try answers.compactMap { answer in
      try entry(at: answer.count("position"), of: answer.text("stream") ?? "")
    }
    for entry in entries { digest.add(entry.event.type.record, entry.payload.span.bytes) }
    digests.append(digest.finished())
    return entries
  }

  /// Digests state rows that were read without SQL.
  func digest<State: StateRow>(_ rows: [State]) {
    var digest = RowDigest(State.table.name)
    for row in rows { digest.add(State.table.record, row.encoded().span.bytes) }
    digests.append(digest.finished())
  }
}

/// A column of an answer, by its alias.
private struct AnswerColumn {
  let name: String
  let isPersonal: Bool

  init(_ column: Statement.Column) {
    isPersonal = column.name.hasSuffix("†")
    name = isPersonal ? String(column.name.dropLast()) : column.name
  }
}
