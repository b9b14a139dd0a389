import CSQLite

extension Connection {
  /// Steps of SQLite's machine between two calls: some tens of milliseconds of a scan.
  private static let stepsBetween: Int32 = 200_000

  /// Has a function called again and again while a statement runs (`sqlite3_progress_handler`); nil for
  /// none.
  ///
  /// It is for telling a person that work goes on: what stops the work is ``interruption``.
  public func whileRunning(_ tell: (() -> Void)?) {
    waiting = tell.map(Waiting.init)
    let user = waiting.map { Unmanaged.passUnretained($0).toOpaque() }
    sqlite3_progress_handler(
      handle, user == nil ? 0 : Self.stepsBetween,
      { user in
        if let user { Unmanaged<Waiting>.fromOpaque(user).takeUnretainedValue().tell() }
        return 0
      }, user)
  }

  /// Holds the function behind SQLite's pointer.
  final class Waiting {
    let tell: () -> Void

    init(_ tell: @escaping () -> Void) { self.tell = tell }
  }
}
