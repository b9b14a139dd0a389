import Glibc
import LMDB

extension ClinicStore {
  /// Fills the store at a path; where there is nothing, one is made, and stands there once it is filled.
  ///
  /// - Parameters:
  ///   - isTrial: whether a store that was made is not kept.
  ///   - nothing: what an error says that is left.
  ///   - fill: takes the store, which may hold events already if it was there.
  /// - Throws: ``StoreError``, and what was made is gone then; what was there is as `fill` left it.
  static func filling<Result>(
    at path: String, isTrial: Bool, nothing: String, _ fill: (ClinicStore) throws -> Result
  ) throws(StoreError) -> Result {
    var status = stat()
    guard lstat(path, &status) != 0, errno == ENOENT else {
      do { return try fill(open(at: path)) } catch {
        throw StoreError(cause: error).noting(nothing)
      }
    }
    let part: UnfinishedFolder
    do { part = try UnfinishedFolder(path) } catch {
      throw StoreError(making: path, error).noting(nothing)
    }
    do {
      try makeEmpty(at: part.path)
      let result = try fill(open(at: part.path))
      if !isTrial { try part.finish() }
      return result
    } catch {
      throw StoreError(cause: part.abandoned(after: error, nothing))
    }
  }
}
