import CSQLite
import Clinic
import ClinicStore
import EventLog
import LMDB
import Records

/// Where a statement stands in a history: one stream and one of its states at a time.
final class HistoryCursor {
  private enum Streams {
    case none
    /// Ids still to come, the last first.
    case list([String])
    /// Over the rows of the table, each of which is a stream that was begun.
    case walk(MapCursor, isBegun: Bool, seen: Int)
  }

  let shape: HistoryShape
  private let reading: ReadSession
  private var streams = Streams.none
  /// The position asked about; nil is the present.
  private var position: UInt64?
  private var history: RowHistory?
  private var echo = MomentEcho()
  /// The state that it stands on; nil at the end.
  private(set) var state: RowState?
  /// The event that ended that state, if any has.
  private(set) var following: StoredEvent?

  init(_ shape: HistoryShape, _ reading: ReadSession) {
    self.shape = shape
    self.reading = reading
  }

  /// Lets go of what it holds; called once, from `xClose`.
  func close() {
    end()
    echo.set(nil)
  }

  /// Stands on the first state of a plan (`xFilter`).
  func filter(
    _ plan: HistoryPlan, _ arguments: UnsafeMutablePointer<OpaquePointer?>?
  ) throws(ScanFailure) {
    end()
    let moment = plan.hasMoment ? arguments?[plan.argumentCount] : nil
    echo.set(moment)
    position = try reading.pastPosition(asked: moment)
    if let ids = Self.ids(plan, arguments?[0]) {
      streams = .list(ids.reversed())
    } else {
      streams = .walk(try reading.cursor(shape.table, index: nil), isBegun: false, seen: 0)
    }
    try advance()
  }

  /// Goes to the next state (`xNext`).
  func advance() throws(ScanFailure) {
    while true {
      if reading.isInterrupted { throw ScanFailure.interrupted }
      if history == nil {
        guard let id = try nextStream() else {
          end()
          return
        }
        history = try reading.history(of: StreamID(shape.kind, id), through: position)
      }
      do throws(RecordError) { state = try history?.next() } catch {
        throw ScanFailure(damage: "a stream of \(shape.table.name) is damaged: \(error)")
      }
      if state != nil {
        following = history?.following
        return
      }
      history = nil
    }
  }

  /// The value that `as_of` was given.
  func moment(into context: OpaquePointer?) { echo.result(into: context) }

  private func end() {
    if case .walk(let cursor, _, _) = streams { cursor.close() }
    streams = .none
    history = nil
    state = nil
    following = nil
  }

  /// The ids that an argument names, in order; nil where they can only be looked for.
  private static func ids(_ plan: HistoryPlan, _ argument: OpaquePointer?) -> [String]? {
    switch plan.bounds {
    case .all: return nil
    case .point:
      switch SQLOperand(argument) {
      case .null: return []
      case .text(let bytes): return [String(decoding: bytes, as: UTF8.self)]
      // A number may equal an id by how it is written: SQLite sees to that.
      case .integer, .real, .blob: return nil
      }
    case .points:
      var ids: Set<String> = []
      var item: OpaquePointer?
      var rc = sqlite3_vtab_in_first(argument, &item)
      while rc == SQLITE_OK, let operand = item.map({ SQLOperand($0) }) {
        switch operand {
        case .null: break
        case .text(let bytes): ids.insert(String(decoding: bytes, as: UTF8.self))
        case .integer, .real, .blob: return nil
        }
        rc = sqlite3_vtab_in_next(argument, &item)
      }
      guard rc == SQLITE_DONE else { return nil }
      return ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }

  /// The id of the next stream that has a state to tell; nil after the last.
  private func nextStream() throws(ScanFailure) -> String? {
    switch streams {
    case .none: return nil
    case .list(var ids):
      let id = ids.popLast()
      streams = .list(ids)
      return id
    case .walk(var cursor, let isBegun, var seen):
      let prefix = shape.table.keyPrefix
      let isFound =
        if isBegun {
          try cursor.next()
        } else {
          try prefix.span.bytes.withUnsafeBytes { (prefix) throws(ScanFailure) in
            try cursor.seek(prefix)
          }
        }
      let isThere = isFound && cursor.key.starts(with: prefix)
      if isThere { seen += 1 }
      streams = .walk(cursor, isBegun: true, seen: seen)
      guard isThere else {
        try checkCount(seen)
        return nil
      }
      return String(decoding: cursor.key.dropFirst(prefix.count), as: UTF8.self)
    }
  }

  /// Every row is a stream: where rows are lost, so are their states.
  private func checkCount(_ seen: Int) throws(ScanFailure) {
    let kept = try reading.keptCount(shape.table)
    guard kept != seen else { return }
    throw ScanFailure(
      damage: "\(shape.table.name) is damaged: \(seen) rows are there, and \(kept) were written")
  }
}

extension ReadSession {
  /// The history of a stream's row up to a position; up to now, if none is given.
  func history(
    of stream: StreamID, through position: UInt64?
  ) throws(ScanFailure) -> RowHistory? {
    guard stream.isWellFormed, let log = source.log?.log else { return nil }
    var events: [StoredEvent] = []
    do throws(LogError) {
      try reader.withView { (view) throws(LogError) in
        try log.forEach(of: stream, in: view) { event throws(LogError) in
          if let position, event.position > position { return .stop }
          events.append(event.stored)
          return .next
        }
      }
    } catch {
      throw ScanFailure(damage: "\(error)")
    }
    return RowHistory(of: stream, events)
  }
}
