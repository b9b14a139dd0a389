import LMDB

extension ClinicStore {
  /// Checks a store from the ground: the pages of its file first, and all that they hold only if none
  /// is amiss, since LMDB would follow a damaged page anywhere.
  ///
  /// - Parameters:
  ///   - known: reads the roots that were kept outside, which the log must still lead to.
  ///   - progress: see ``verify(against:progress:)``; of pages first, then of all else.
  /// - Throws: ``StoreError`` where there is no store or the system fails; what `progress` throws.
  public static func verify(
    at path: String, against known: (ClinicStore) throws -> [KnownRoot] = { _ in [] },
    progress: (_ done: Int, _ of: Int) throws -> Void = { _, _ in }
  ) throws -> Verification {
    do {
      let folder = try openFolder(at: path)
      // Held, so that the store opens on the same map. Opening itself would end at the first page.
      var options = Environment.Options()
      options.walkLimit = 0
      let environment = try folder.openEnvironment(options)
      let checkup = try environment.checkPages(step: progress)
      let pages = Verification(pages: checkup)
      guard pages.isSound else { return pages }
      var verification = try withExtendedLifetime(environment) {
        let store = try openAsFound(at: path)
        return try store.verify(against: known(store), progress: progress)
      }
      verification.checks.insert(contentsOf: pages.checks, at: 0)
      return verification
    } catch let error as LMDBError {
      throw StoreError(cause: error)
    }
  }
}

extension Verification {
  /// What the walk over the pages found; damage there is of the log too, since they share the file.
  fileprivate init(pages: PageCheckup) {
    var check = Check(name: "pages of the file", isOfLog: true)
    check.looked = pages.pages
    check.found = pages.found
    checks = [check]
    findings = pages.faults.map { fault in
      Finding(
        check: check.name,
        place: "page \(fault.page)" + (fault.table.isEmpty ? "" : " (\(fault.table))"),
        position: nil, message: fault.what)
    }
  }
}
