import Clinic
import ClinicStore
import EventLog
import Reports

/// What a dot command asks of the clinic's records, beside SQL.
enum ClinicQuestion: Equatable {
  case audit(session: String)
  case show(stream: String)
  case recall(lot: String)
  case history(stream: String, field: String?)
  case diff(subject: String, from: String, to: String)
  case blame(stream: String)
  case report(name: String, subject: String?)
  /// The events of a stream, or the last of all.
  case events(stream: String?)
  /// The events behind a result, with proofs; a folder gets them as files.
  case prove(result: Listing, folder: String?)
}

extension QuerySession {
  /// Events that `.events` alone shows.
  private static let fewEvents = 20

  /// Answers a question as of the session's moment, as the command of its name would.
  func answer(_ question: ClinicQuestion, on page: ReportPage) throws(ReplStop) {
    do {
      switch question {
      case .audit(let session):
        let stream = session.contains("/") ? try StreamID.required(session).id : session
        try SessionAudit(of: stream, in: store, at: moment).write(to: page)
      case .show(let stream):
        try StreamSummary(of: StreamID.required(stream), in: store, at: moment).write(to: page)
      case .recall(let lot): try RecallReport(of: lot, in: store, at: moment).write(to: page)
      case .history(let stream, let field):
        try StreamHistory(of: StreamID.required(stream), field: field, in: store, at: moment)
          .write(to: page)
      case .diff(let subject, let from, let to):
        try MomentDiff(
          of: MomentDiff.Subject(subject), from: store.moment(from), to: store.moment(to),
          in: store
        ) { (_, _) throws(StoreError) in
          if Interrupts.pending { throw .interrupted }
        }
        .write(to: page)
      case .blame(let stream):
        try StreamBlame(of: StreamID.required(stream), in: store, at: moment).write(to: page)
      case .report(let name, let subject):
        let wanted = try ReportName.required(name)
        let argument = try wanted.argument(subject)
        try wanted.make(argument, in: store, at: moment ?? store.lastMoment()).write(to: page)
      case .events(let stream): try listEvents(of: stream, on: page)
      case .prove(let result, let folder):
        try prove(result, folder).write(to: page)
      }
    } catch let error as Message {
      throw .message(error)
    } catch let error as StoreError {
      throw .message(Message(error))
    } catch let error as OutputError {
      throw .output(error)
    } catch {
      throw .message(Message("an unforeseen fault: \(type(of: error))", status: .bug))
    }
  }

  /// Proves the events behind the last result, and writes them to a folder if one is named.
  private func prove(_ result: Listing, _ folder: String?) throws -> ProvedResult {
    let events = try ResultEvents(
      behind: result, of: columns, in: store, through: moment?.position ?? .max)
    let proved = try ProvedResult(
      events.positions, in: store, at: moment,
      keyFile: environment("STIPPLE_KEY") ?? KeyFile.path(besideStore: store.path))
    if let folder { try proved.write(to: folder, protecting: store.path) }
    return proved
  }

  private func listEvents(of stream: String?, on page: ReportPage) throws {
    var range = EventRange(
      through: moment?.position ?? .max, stream: try stream.map(StreamID.required))
    if stream == nil {
      range.order = .reverse
      range.limit = Self.fewEvents
    }
    var rows: [[String?]] = []
    try store.forEachEvent(range) { event in
      rows.append(LogCommand.texts(event, in: store))
      return !Interrupts.pending
    }
    if stream == nil { rows.reverse() }
    try page.write(ReportTable(columns: LogCommand.columns, rows: rows, longColumns: 1))
  }
}
