import LMDB

extension ClinicStore {
  /// Opens the store in a folder.
  ///
  /// Where an earlier version of the program made its tables by other folds or with other columns,
  /// they are first made anew from the log, and ``rebuilt`` says so.
  ///
  /// - Throws: ``StoreError`` of kind `noStore`, `damaged`, `notAllowed`, `locked`, `io`.
  public static func open(at path: String) throws(StoreError) -> ClinicStore {
    do {
      return try open(at: path, progress: { _, _ in })
    } catch {
      throw StoreError(cause: error)
    }
  }

  /// Opens the store in a folder, and tells how far a rebuild has come, if one is needed.
  ///
  /// - Parameter progress: see ``rebuild(progress:)``; what it throws leaves the tables as they were.
  public static func open(
    at path: String, progress: (_ done: Int, _ of: Int) throws -> Void
  ) throws -> ClinicStore {
    try open(at: path, timeout: .seconds(10), progress: progress)
  }

  /// The same, with the time given that a rebuild waits for other writers.
  static func open(
    at path: String, timeout: Duration, progress: (_ done: Int, _ of: Int) throws -> Void
  ) throws -> ClinicStore {
    let store = try openAsFound(at: path, strict: true)
    let state = try store.reading { try store.foldState(in: $0) }
    guard state != .current else { return store }
    do {
      let rebuilt = try store.rebuild(
        room: store.folder.freeBytes, isForOtherFolds: true, timeout: timeout,
        progress: progress)
      return rebuilt.map { ClinicStore(store, rebuilt: $0) } ?? store
    } catch let error as StoreError where error.kind != .interrupted {
      var error = error
      error.message =
        "the tables are of an earlier version of stipple and must be made anew: \(error.message)"
      error.hint = error.hint ?? (error.kind == .damaged ? "stipple verify" : "stipple rebuild")
      // Elsewhere reading goes on while another writes; tables of other folds cannot be read.
      if error.kind == .locked { error.note = "nothing was changed" }
      throw error
    }
  }

  /// Opens the store in a folder whatever state its tables are in, and changes nothing of them: to
  /// verify them, or to make them anew.
  ///
  /// Where the first event cannot be read, the zone is UTC.
  public static func openAsFound(at path: String) throws(StoreError) -> ClinicStore {
    try openAsFound(at: path, strict: false)
  }
}
