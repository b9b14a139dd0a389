import ClinicStore
import EventLog
import LMDB
import Records

/// The read transaction that the running statements of one connection share.
///
/// It begins with the first step of the first statement and ends after the reset of the last, so
/// that all of them see one state and nothing that they hold in the map moves.
final class ReadSession {
  let source: TableSource
  private let flag: Interruption.Flag
  let reader: UnsafeReader
  /// The statements that run.
  private(set) var holders = 0
  /// Rows of each table by its number, when costs were last asked for.
  private var estimates: [Int] = []
  private var logEstimate = 0
  /// The same as the open transaction has them; nil until asked for.
  private var counts: [Int]?
  /// What statements are asked about that name no moment; nil is now.
  var moment: Moment?
  /// What is asked about just now: that of the view whose SELECT steps, or else ``moment``.
  var ambient: Moment?
  /// What has been learnt of moments.
  var moments = Moments()
  /// Whether a text has named one of them in the open transaction.
  var hasNamedMoments = false
  /// Why a moment could not be had, last.
  var refusal: MomentRefusal?
  /// The end of the log as the last transaction saw it, and that transaction's number.
  private(set) var lastHead: (position: UInt64, transaction: UInt64)?
  private var clockTaken: Instant?
  /// Makes the records of rows as they were.
  var writer = RecordWriter(schema: 0, version: 0, slots: 0)

  init(_ source: TableSource, flag: Interruption.Flag) {
    self.source = source
    self.flag = flag
    reader = UnsafeReader(source.environment)
  }

  /// Whether someone wants the query to stop.
  var isInterrupted: Bool { flag.isSet }

  /// A statement begins to run.
  func begin() throws(SQLError) {
    do throws(LMDBError) { try reader.renew() } catch {
      throw SQLError(.busy, error.description)
    }
    if holders == 0 {
      ambient = moment
      if refusal != nil { refusal = nil }
      noteHead()
    }
    holders += 1
  }

  /// A statement has been reset.
  func end() {
    holders -= 1
    guard holders == 0 else { return }
    if counts != nil { counts = nil }
    if clockTaken != nil { clockTaken = nil }
    if hasNamedMoments {
      // The next transaction may mean another moment by the same text.
      moments.forgetNames()
      hasNamedMoments = false
    }
    reader.reset()
  }

  /// The time that the running statements take for now: the same for all of them, from the first
  /// that asks.
  var clock: Instant {
    let clock = clockTaken ?? source.now()
    clockTaken = clock
    return clock
  }

  /// Reads the counts anew for the costs of the next statement; old ones do no harm.
  func refreshCounts() {
    guard (try? reader.renew()) != nil else { return }
    defer { if holders == 0 { reader.reset() } }
    if let counts = try? storedCounts() { estimates = counts }
    noteHead()
    logEstimate = lastHead.map { Int(clamping: $0.position) } ?? 0
  }

  /// A table's rows, about.
  func estimate(_ shape: TableShape) -> Int {
    guard let number = shape.number else { return logEstimate }
    return Int(number) < estimates.count ? estimates[Int(number)] : 0
  }

  /// The rows that the open transaction should find in a table.
  func keptCount(_ shape: TableShape) throws(ScanFailure) -> Int {
    guard let number = shape.number else {
      // Positions have no gaps, so the last one is the count.
      guard let log = source.log?.log else { return 0 }
      do throws(LogError) { return Int(clamping: try head(log)) } catch {
        throw ScanFailure(damage: "\(error)")
      }
    }
    do throws(LMDBError) { if counts == nil { counts = try storedCounts() } } catch {
      throw ScanFailure(error)
    }
    guard let counts else {
      throw ScanFailure(damage: "the counts of the tables' rows are damaged")
    }
    return Int(number) < counts.count ? counts[Int(number)] : 0
  }

  /// A cursor over an index of a table, or over the table itself.
  func cursor(_ shape: TableShape, index: Int?) throws(ScanFailure) -> MapCursor {
    let table: Table
    if shape.isLog, let log = source.log {
      table = index == nil ? log.log.log : log.log.stream
    } else {
      table = index == nil ? source.rows : source.indexes
    }
    do throws(LMDBError) {
      return MapCursor(try UnsafeCursor(reader.transaction, table), index: index)
    } catch {
      throw ScanFailure(error)
    }
  }

  /// Takes a cursor over into the open transaction, where it stands nowhere yet.
  func renew(_ cursor: inout MapCursor) throws(ScanFailure) {
    try cursor.renew(reader.transaction)
  }

  /// The counts by table number; none where none have been kept, nil where they are damaged.
  private func storedCounts() throws(LMDBError) -> [Int]? {
    let meta = source.meta
    let key = TableSource.countsKey
    return try reader.withView { (view) throws(LMDBError) -> [Int]? in
      guard let value = try view.get(meta, key.span.bytes) else { return [] }
      guard let body = Checksum.body(of: value) else { return nil }
      return (0..<body.byteCount / 8).map { place in
        let word = body.unsafeLoadUnaligned(fromByteOffset: place * 8, as: UInt64.self)
        return Int(clamping: word.bigEndian)
      }
    }
  }

  /// The last position of the open transaction.
  func head() throws(ScanFailure) -> UInt64 {
    if let lastHead { return lastHead.position }
    guard let log = source.log?.log else { return 0 }
    do throws(LogError) { return try head(log) } catch { throw ScanFailure(damage: "\(error)") }
  }

  /// Looks at the end of the log, unless nothing was committed since the last look.
  private func noteHead() {
    let transaction = reader.transaction.number
    guard lastHead?.transaction != transaction, let log = source.log?.log else { return }
    moments.forgetRows()
    // A damaged head is told of by whoever needs it.
    lastHead = (try? head(log)).map { ($0, transaction) }
  }

  private func head(_ log: EventLog) throws(LogError) -> UInt64 {
    try reader.withView { (view) throws(LogError) in try log.head(in: view).position }
  }
}
