import Crypto
import EventLog
import Glibc
import LMDB
import Records

extension ClinicStore {
  /// Makes a backup: a folder with a compact copy of the store as it is now, that is itself a store,
  /// and a manifest of it.
  ///
  /// Others read and write meanwhile. The copy is verified as `verify` does, and its bytes read back
  /// and held against the manifest, before that and then the folder get their names; until then it is
  /// `path.part`.
  ///
  /// - Parameter path: the folder to make; nothing may be there.
  /// - Throws: ``StoreError``, the copy then removed; what `progress` throws.
  public func backUp(to path: String, progress: BackupProgress) throws -> BackupManifest {
    guard let identity = folder.identity else {
      throw StoreError(.noStore, "\(self.path) has no identity")
    }
    let part: UnfinishedFolder
    let room: Int
    do {
      try refuseInside(path)
      part = try UnfinishedFolder(path)
      room = try copySize()
    } catch {
      throw StoreError(making: path, error).noting("no backup was made")
    }
    do {
      try part.checkRoom(room)
      return try part.fill(with: self, identity, estimate: room, progress)
    } catch {
      throw part.abandoned(after: error, "no backup was made")
    }
  }

  /// A backup within the folder of its store would go with it.
  private func refuseInside(_ path: String) throws {
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard let real = realpath(parent, nil) else { return }
    defer { free(real) }
    let outer = String(cString: real)
    guard outer == self.path || outer.hasPrefix(self.path + "/") else { return }
    throw StoreError(
      .notAllowed, "\(path) is in the store's own folder", hint: "a folder elsewhere")
  }

  /// How many bytes a compact copy has at most: all pages that are in use now.
  private func copySize() throws -> Int {
    let info = try environment.info()
    return min(info.usedBytes, max(info.fileBytes, info.pageSize * 2))
  }
}

extension UnfinishedFolder {
  /// More than the manifest, the identity, a lock file and the folder itself take.
  private static let smallFiles = 1 << 20

  /// Throws where the disk has not so many bytes to give.
  func checkRoom(_ bytes: Int) throws(StoreError) {
    let wanted = bytes + Self.smallFiles
    guard let free = FileSystem.freeBytes(at: path), free < UInt64(wanted) else { return }
    throw StoreError(
      .io, "there is no room: it takes \(wanted) bytes, and \(free) are free on its disk",
      hint: "a folder on another disk")
  }

  fileprivate func fill(
    with store: ClinicStore, _ identity: StoreIdentity, estimate: Int, _ progress: BackupProgress
  ) throws -> BackupManifest {
    let madeAt = Instant.now
    let (size, sha256) = try copyData(of: store, estimate: estimate, progress)
    try write(identity)
    let end = try verified(progress)
    let manifest = BackupManifest(
      store: identity.store, format: identity.format, size: size, sha256: sha256,
      head: end.head.position, recordedAt: end.head.recordedAt, root: end.root, madeAt: madeAt)
    let draft = StoreFolder.manifestName + ".new"
    try write(draft) { write in try write(manifest.bytes) }
    // What LMDB keeps for readers is no part of a backup.
    try remove("lock.mdb")
    try remove("write.lock")
    try checkAgain(draft, is: manifest, progress)
    try rename(draft, to: StoreFolder.manifestName)
    try finish()
    return manifest
  }

  private func copyData(
    of store: ClinicStore, estimate: Int, _ progress: BackupProgress
  ) throws -> (Int, Hash) {
    func copy(isCompact: Bool) throws -> (Int, Hash) {
      var size = 0
      var hash = SHA256()
      try write("data.mdb") { write in
        try store.environment.copy(isCompact: isCompact) { bytes in
          hash.update(data: bytes)
          try write(bytes)
          size += bytes.count
          try progress(.copying, size, max(size, estimate))
        }
      }
      return (size, Hash(finishing: hash))
    }
    do {
      return try copy(isCompact: true)
    } catch let error as LMDBError where error.code == .incompatible {
      // Pages that an earlier fault has lost are no harm: they are copied with the others.
      try remove("data.mdb")
      return try copy(isCompact: false)
    }
  }

  /// Opens the copy as a store and verifies it; answers where its log ends.
  private func verified(_ progress: BackupProgress) throws -> LogEnd {
    try progress(.verifying, 0, 1)
    let verification = try ClinicStore.verify(
      at: path, progress: { try progress(.verifying, $0, $1) })
    guard verification.isSound else {
      throw StoreError(
        .damaged, "the copy is damaged, so the store most likely is: \(verification.findings(1))",
        hint: "stipple verify")
    }
    let copy = try ClinicStore.openAsFound(at: path)
    return try copy.reading { try copy.log.end(in: $0) }
  }

  /// Reads from the disk what was written to it.
  private func checkAgain(
    _ draft: String, is manifest: BackupManifest, _ progress: BackupProgress
  ) throws {
    let backup = try Backup(FolderReader(path), manifest: draft)
    guard backup.manifest == manifest else {
      throw Backup.damage(path, "its manifest does not read as it was written")
    }
    var done = 0
    try backup.readData(isFromDisk: true) { bytes in
      done += bytes.count
      try progress(.checking, done, manifest.size)
    }
  }
}

extension UnfinishedFolder {
  /// Removes the folder, and tells what ended its making and what is left.
  func abandoned(after error: any Error, _ nothing: String) -> any Error {
    let isGone = remove()
    let error = StoreError(making: finalPath, error)
    return error.noting(isGone ? nothing : "\(nothing); \(path) is left and can be removed")
  }
}

extension StoreError {
  /// What kept a folder from being made.
  init(making path: String, _ error: any Error) {
    self.init(cause: error)
    switch (error as? LMDBError)?.code {
    case .fileExists:
      self = StoreError(
        .notAllowed, "there is something at \(path) already", hint: "another name")
    case .folderNotEmpty:
      self = StoreError(
        .notAllowed, "\(path) is not empty", hint: "another name")
    case .unfinished:
      self = StoreError(
        .notAllowed, "\(path).part is there: one is being made, or was left unfinished",
        hint: "if no other stipple is at work on it: rm -r \(path).part")
    case .noSpace:
      self = StoreError(
        .io, "the disk is full", hint: "a folder on another disk")
    default: break
    }
  }
}

extension Verification {
  /// The first findings in a sentence.
  func findings(_ most: Int) -> String {
    let shown = findings.prefix(most).map { "\($0.place): \($0.message)" }.joined(separator: "; ")
    return found > most ? "\(shown), and \(found - most) more" : shown
  }
}
