import CSQLite
import Records

/// The functions that a clinic's questions need beyond SQLite's own.
enum Functions {
  /// What the functions need to know; it must live as long as the connection.
  final class Context {
    let local: @Sendable (Instant) -> OffsetInstant
    init(local: @escaping @Sendable (Instant) -> OffsetInstant) { self.local = local }
  }

  /// Registers them (`sqlite3_create_function_v2`).
  static func install(on connection: OpaquePointer, _ context: Context) -> Int32 {
    let user = Unmanaged.passUnretained(context).toOpaque()
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    let rc = sqlite3_create_function_v2(
      connection, "local", 1, flags, user,
      { context, _, arguments in Functions.local(context, arguments?[0]) }, nil, nil, nil)
    guard rc == SQLITE_OK else { return rc }
    return sqlite3_create_function_v2(
      connection, "days_between", 2, flags, user,
      { context, _, arguments in
        Functions.daysBetween(context, arguments?[0], arguments?[1])
      }, nil, nil, nil)
  }

  /// `local(ts)`: an instant by the clinic's clocks, with its offset left out; a date as it is.
  private static func local(_ context: OpaquePointer?, _ value: OpaquePointer?) {
    guard let time = time(context, value, in: "local") else { return }
    guard !time.isDate else {
      result(context, time.date.iso)
      return
    }
    result(context, clock(context, time).sql)
  }

  /// `days_between(a, b)`: calendar days of the clinic from a to b, below 0 if b comes first.
  private static func daysBetween(
    _ context: OpaquePointer?, _ first: OpaquePointer?, _ second: OpaquePointer?
  ) {
    guard let first = time(context, first, in: "days_between"),
      let second = time(context, second, in: "days_between")
    else { return }
    sqlite3_result_int64(context, day(context, second) - day(context, first))
  }

  private static func day(_ context: OpaquePointer?, _ time: SQLTime) -> Int64 {
    time.isDate ? time.date.days : clock(context, time).date.days
  }

  /// What the clinic's clocks showed, as if it were UTC.
  private static func clock(_ context: OpaquePointer?, _ time: SQLTime) -> Instant {
    let functions = Unmanaged<Context>.fromOpaque(sqlite3_user_data(context))
      .takeUnretainedValue()
    let there = functions.local(Instant(microseconds: time.microseconds))
    return Instant(
      microseconds: time.microseconds + Int64(there.offsetMinutes) * 60_000_000)
  }

  /// The time that an argument spells; nil once the answer is NULL or an error.
  private static func time(
    _ context: OpaquePointer?, _ value: OpaquePointer?, in function: String
  ) -> SQLTime? {
    switch SQLOperand(value) {
    case .null:
      sqlite3_result_null(context)
      return nil
    case .text(let bytes):
      if let time = SQLTime(bytes) { return time }
    default: break
    }
    let message =
      "\(function)() takes a date or a time as the tables show them: '2026-03-01 10:05:00'"
    sqlite3_result_error(context, message, -1)
    return nil
  }

  private static func result(_ context: OpaquePointer?, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_result_text(context, $0.baseAddress, Int32($0.count), transient)
      }
    }
  }
}

/// `SQLITE_TRANSIENT`, by which SQLite takes a copy: a cast macro, so Swift does not import it.
nonisolated(unsafe) let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
