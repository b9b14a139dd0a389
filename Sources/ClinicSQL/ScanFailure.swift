import CSQLite
import ClinicStore
import LMDB

/// Why a walk cannot go on: SQLite's result code and what to say.
struct ScanFailure: Error {
  var code: Int32
  var message: String

  /// The store's bytes are not what was written.
  init(damage message: String) {
    code = SQLITE_CORRUPT
    self.message = message
  }

  /// The storage itself failed.
  init(_ error: LMDBError) {
    code = error.code.isDamage ? SQLITE_CORRUPT : SQLITE_IOERR
    message = error.description
  }

  /// Whatever a replay has thrown.
  init(cause error: any Error) {
    switch error {
    case let failure as ScanFailure: self = failure
    case let error as LMDBError: self.init(error)
    case let error as StoreError where error.kind == .damaged: self.init(damage: error.message)
    case let error as StoreError: self.init(code: SQLITE_IOERR, error.message)
    default: self.init(code: SQLITE_IOERR, "an unforeseen fault: \(type(of: error))")
    }
  }

  /// By a result code of SQLite and what to say.
  init(code: Int32, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The result code of a call, its message left where SQLite looks for it.
  @inline(__always)
  static func code(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>, _ body: () throws(ScanFailure) -> Void
  ) -> Int32 {
    do throws(ScanFailure) {
      try body()
      return SQLITE_OK
    } catch {
      if let table = cursor.pointee.pVtab {
        sqlite3_free(table.pointee.zErrMsg)
        table.pointee.zErrMsg = sqliteString(error.message)
      }
      return error.code
    }
  }

  /// Someone wants the query to stop.
  static var interrupted: ScanFailure { ScanFailure(code: SQLITE_INTERRUPT, "interrupted") }

  /// The bytes are as written, by a version that knows more than this one.
  static func unreadable(_ what: String) -> ScanFailure {
    ScanFailure(code: SQLITE_ERROR, "\(what) cannot be read by this version of stipple")
  }
}
