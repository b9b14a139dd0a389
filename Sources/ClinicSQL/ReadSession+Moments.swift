import CSQLite
import Clinic
import ClinicStore
import LMDB
import Records

extension ReadSession {
  /// What has been learnt of moments.
  struct Moments {
    /// Tables whose rows of a moment are kept; one more takes the place of the one longest unused.
    fileprivate static let room = 16

    /// Moments by their text, so that one statement means one moment by one text.
    fileprivate var named: [String: Moment] = [:]
    /// Good for every transaction until something is committed.
    fileprivate var rows: [PastRows] = []

    /// A transaction ends.
    mutating func forgetNames() { named = [:] }

    /// Something was committed since what is known was read.
    mutating func forgetRows() { rows = [] }
  }

  /// The position that a cursor is to be asked about; nil is the present.
  ///
  /// - Parameter value: what `as_of` is given; nil where it is given nothing.
  func pastPosition(asked value: OpaquePointer?) throws(ScanFailure) -> UInt64? {
    guard let value else {
      guard let ambient else { return nil }
      return try ambient.position < head() ? ambient.position : nil
    }
    let head = try head()
    // A position needs no look at the log, and one may come with every row of another table.
    if case .integer(let number) = SQLOperand(value), number >= 0, UInt64(number) <= head {
      _ = try past
      return UInt64(number) < head ? UInt64(number) : nil
    }
    let position = try moment(asked: value).position
    return position < head ? position : nil
  }

  /// The moment that a value of `as_of` names.
  func moment(asked value: OpaquePointer) throws(ScanFailure) -> Moment {
    switch SQLOperand(value) {
    case .integer(let number) where number >= 0:
      return try moment("@\(number)", spelt: String(number))
    case .integer: throw refusal("cannot read a number below 0 as a moment")
    case .text(let bytes):
      let text = String(decoding: bytes, as: UTF8.self)
      return try moment(text, spelt: text)
    case .null: throw refusal("cannot read NULL as a moment")
    case .real: throw refusal("cannot read a fraction as a moment")
    case .blob: throw refusal("cannot read a blob as a moment")
    }
  }

  /// A table's rows as a position saw them otherwise than they are.
  func pastRows(_ table: UInt8, at position: UInt64) throws(ScanFailure) -> PastRows {
    let past = try past
    if let place = moments.rows.firstIndex(where: {
      $0.table.id == table && $0.position == position
    }) {
      let rows = moments.rows.remove(at: place)
      moments.rows.append(rows)
      return rows
    }
    let facts = moments.rows.lazy.filter { $0.position == position }.compactMap(\.facts).first
    do {
      let rows = try reader.withView { (view) throws -> PastRows in
        try past.rows(table, position, view, facts) {
          if isInterrupted { throw ScanFailure.interrupted }
        }
      }
      if moments.rows.count == Moments.room { moments.rows.removeFirst() }
      moments.rows.append(rows)
      return rows
    } catch {
      throw ScanFailure(cause: error)
    }
  }

  /// The record of a state row as a position saw it; nil where it was not begun.
  func pastRecord(
    _ table: UInt8, id: String, at position: UInt64
  ) throws(ScanFailure) -> [UInt8]? {
    let past = try past
    do {
      return try reader.withView { (view) throws -> [UInt8]? in
        try past.record(table, id, position, view, &writer)
      }
    } catch {
      throw ScanFailure(cause: error)
    }
  }

  private var past: Past {
    get throws(ScanFailure) {
      guard let past = source.past else { throw refusal("these tables know of no moment but now") }
      return past
    }
  }

  private func moment(_ text: String, spelt: String) throws(ScanFailure) -> Moment {
    if let known = moments.named[text] { return known }
    let past = try past
    do {
      let moment = try reader.withView { (view) throws -> Moment in
        // The clock that views take for now, which is the same for the whole statement.
        text == "now"
          ? Moment(position: try head(), at: clock, isOfEvent: false)
          : try past.moment(text, view)
      }
      moments.named[text] = moment
      hasNamedMoments = true
      return moment
    } catch let error as StoreError where error.kind == .badInput {
      throw refusal(
        error.hint == nil
          ? "that moment is not in the log, which ends with @\(try head())"
          : "cannot read that as a moment",
        MomentRefusal.Naming(spelt: spelt, message: error.message, hint: error.hint))
    } catch {
      throw ScanFailure(cause: error)
    }
  }

  private func refusal(
    _ message: String, _ naming: MomentRefusal.Naming? = nil
  ) -> ScanFailure {
    refusal = MomentRefusal(message: message, naming: naming)
    return ScanFailure(code: SQLITE_ERROR, message)
  }
}

/// Why a moment could not be had, in words with and without what was given for it.
///
/// What was given may come from a row, and then be a client's name: only the statement's own words
/// are repeated.
struct MomentRefusal {
  struct Naming {
    /// The value as the statement would spell it.
    var spelt: String
    var message: String
    var hint: String?
  }

  /// Without the value: what SQLite is told.
  var message: String
  var naming: Naming?

  /// The error, for a statement of these words with its parameters filled in.
  func error(of sql: String) -> SQLError {
    guard let naming,
      SQLToken.all(of: sql).contains(where: {
        ($0.kind == .string || $0.kind == .number) && $0.text == naming.spelt
      })
    else {
      let isUnreadable = message.hasPrefix("cannot read")
      return SQLError(
        .sql, message, hint: isUnreadable ? "2026-12-05, @3041, 2d-ago or now" : nil)
    }
    return SQLError(.sql, naming.message, hint: naming.hint)
  }
}
