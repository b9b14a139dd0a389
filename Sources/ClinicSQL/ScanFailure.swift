import CSQLite
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
    code = error.code == .corrupted ? SQLITE_CORRUPT : SQLITE_IOERR
    message = error.description
  }

  private init(code: Int32, _ message: String) {
    self.code = code
    self.message = message
  }

  /// Someone wants the query to stop.
  static var interrupted: ScanFailure { ScanFailure(code: SQLITE_INTERRUPT, "interrupted") }

  /// The bytes are as written, by a version that knows more than this one.
  static func unreadable(_ what: String) -> ScanFailure {
    ScanFailure(code: SQLITE_ERROR, "\(what) cannot be read by this version of stipple")
  }
}
