import Clinic
import ClinicSQL
import ClinicStore
import Records

/// A store's SQL connection, bound to what the REPL asks of it.
final class QuerySession {
  let store: ClinicStore
  private let database: Connection
  /// The moment that statements are asked about; nil is now.
  var moment: Moment? {
    get { database.moment }
    set { database.moment = newValue }
  }
  /// What tells a person that a statement takes its time; nil is silence.
  var progress: (() -> Progress)?
  /// Values for `:name` parameters, by name without its colon.
  var parameters: [String: SQLValue] = [:]

  init(store: ClinicStore) throws {
    self.store = store
    database = try Connection(store)
    Interrupts.install()
    let interruption = database.interruption
    Interrupts.onInterrupt { interruption.interrupt() }
  }

  deinit { Interrupts.onInterrupt(nil) }

  /// The columns of the last statement that was run, with where they come from.
  private(set) var columns: [Statement.Column] = []

  /// What a statement may name, for completion and colours.
  private(set) lazy var names = SQLNames(database.catalog, functions: database.functions)

  /// Ids that begin with a text, as they were first written, for completion.
  func ids(of kind: StreamKind, beginning prefix: String, limit: Int) -> [String] {
    (try? store.ids(of: kind, beginning: prefix, limit: limit)) ?? []
  }

  /// Aftercare calls that are due; nil where that takes longer than a person waits for a banner.
  var dueCalls: Int? {
    database.clearInterruption()
    let clock = ContinuousClock()
    let (start, interruption) = (clock.now, database.interruption)
    database.whileRunning {
      if clock.now - start > .milliseconds(300) { interruption.interrupt() }
    }
    defer {
      database.whileRunning(nil)
      database.clearInterruption()
    }
    guard let statement = try? database.prepare("select count(*) from due_calls"),
      (try? statement.step()) == true
    else { return nil }
    return Int(statement.integer(at: 0))
  }

  /// What the REPL calls.
  var engine: ReplEngine {
    ReplEngine(
      execute: { (sql, rows) throws(Message) in try self.execute(sql, into: rows) },
      isComplete: Connection.isComplete,
      tables: { () throws(Message) in self.tables() },
      schema: { (table) throws(Message) in try self.schema(of: table) },
      moment: { self.moment.map { "@\($0.position)" } },
      answered: { self.answered },
      answer: { (question, page) throws(ReplStop) in try self.answer(question, on: page) },
      explain: { (sql) throws(Message) in try self.explain(sql) },
      parameters: { self.parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value.shown) } },
      bind: { (name, value) in self.parameters[name] = value.map(SQLValue.literal) },
      travel: { (when) throws(Message) in
        do throws(StoreError) {
          self.moment = try when.flatMap { (text) throws(StoreError) in
            text == "now" ? nil : try self.store.moment(text)
          }
        } catch {
          throw Message(error)
        }
      })
  }

  /// `@3020 (2026-01-31 23:59 GMT)`, of the moment asked about; of now, the last event that was seen.
  private var answered: String? {
    guard let moment else { return database.lastHead.map { "@\($0)" } }
    return
      "@\(moment.position) (\(store.zone.display(moment.at)) \(store.zone.abbreviation(at: moment.at)))"
  }

  private func explain(_ sql: String) throws(Message) -> String {
    do throws(SQLError) {
      return StatementExplanation(plan: try database.explain(sql), of: sql, names: names).text
    } catch {
      throw Message(error, source: sql)
    }
  }

  private func execute(_ sql: String, into rows: ResultWriter) throws(Message) {
    database.clearInterruption()
    var progress = progress?()
    database.whileRunning(progress == nil ? nil : { progress?.wait() })
    defer {
      progress?.finish()
      database.whileRunning(nil)
    }
    do throws(SQLError) {
      guard let statement = try database.prepare(sql) else { return }
      try bind(statement)
      columns = statement.columns
      rows.begin(columns: columns.map(\.name))
      while try statement.step() {
        // Rows may go to the same screen: from the first one on they show that work goes on. Those of a
        // table come out together at its end.
        if progress != nil, !rows.isLaidOutAtEnd {
          progress?.finish()
          progress = nil
          database.whileRunning(nil)
        }
        let cells = statement.columns.indices.map { Cell(statement.value(at: $0)) }
        guard rows.row(cells) else { break }
      }
    } catch {
      throw Message(error, source: sql)
    }
  }

  /// Binds what `-p` gave; a parameter without a value is an error, not NULL.
  private func bind(_ statement: Statement) throws(SQLError) {
    for parameter in statement.unboundParameters {
      guard let value = parameters[String(parameter.dropFirst())] else { continue }
      try statement.bind(value, named: parameter)
    }
    if let missing = statement.unboundParameters.first {
      throw SQLError(
        .sql, "\(missing) has no value",
        hint: "-p \(missing.dropFirst())=value, or .param \(missing.dropFirst()) value in the REPL")
    }
  }

  private func tables() -> Listing {
    Listing(
      columns: ["table", "kind", "what it holds"],
      rows: database.catalog.tables.map {
        [.text($0.name), .text($0.kind.rawValue), .text($0.summary)]
      })
  }

  private func schema(of name: String?) throws(Message) -> [String] {
    guard let name else { return database.catalog.tables.map(\.declaration) }
    guard let table = database.catalog.table(named: name) else {
      let near = Suggestion.nearest(to: name, among: database.catalog.tables.map(\.name))
      throw Message(
        "no such table: \(name)",
        hint: near.map { "did you mean \($0)?" } ?? ".tables lists what there is")
    }
    return [table.declaration]
  }
}

extension SQLValue {
  /// A value given on the command line: a number where it is written as one, else text.
  ///
  /// A lot or a telephone number may be digits alone, so what a number would not keep is text: zeros in
  /// front, and more digits than fit.
  static func literal(_ text: String) -> SQLValue {
    if let integer = Int64(text), String(integer) == text { return .integer(integer) }
    if isDecimal(text), let real = Double(text) { return .real(real) }
    return .text(text)
  }

  /// Digits on both sides of a point, of all no more than a double keeps (15), none of them a zero that
  /// stands before another.
  private static func isDecimal(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let sides = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard sides.count == 2, digits.utf8.count <= 16 else { return false }
    return sides.allSatisfy { side in
      !side.isEmpty && side.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    } && (sides[0] == "0" || !sides[0].hasPrefix("0"))
  }
}

extension SQLValue {
  /// The value as one would type it.
  fileprivate var shown: String {
    switch self {
    case .null: "NULL"
    case .integer(let integer): String(integer)
    case .real(let real): "\(real)"
    case .text(let text): "'\(text)'"
    case .blob(let bytes): "\(bytes.count) bytes"
    }
  }
}

extension Cell {
  /// A value of SQL as a cell.
  init(_ value: SQLValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let integer): .integer(integer)
      case .real(let real): .real(real)
      case .text(let text): .text(text)
      case .blob(let bytes): .blob(bytes)
      }
  }
}

extension Message {
  /// An error of SQL as the command tells it, with the statement and a caret where it is known.
  init(_ error: SQLError, source: String?) {
    let status: ExitStatus =
      switch error.kind {
      case .sql, .readOnly, .notAllowed, .tooBig: .refused
      case .interrupted: .interrupted
      case .damaged: .damaged
      case .busy: .locked
      case .internal: .bug
      }
    var place: Source?
    if let source, let offset = error.offset { place = Source(text: source, utf8Offset: offset) }
    self.init(error.message, source: place, hint: error.hint, note: error.note, status: status)
  }
}
