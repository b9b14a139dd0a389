import Crypto
import EventLog
import LMDB

/// A backup's folder, whose manifest has been read; LMDB has opened nothing of it.
public final class Backup {
  /// What it says of itself.
  public let manifest: BackupManifest
  private let folder: FolderReader
  private let identity: StoreIdentity

  /// The folder, absolute and without links.
  public var path: String { folder.path }

  /// Reads the manifest and the identity of a backup.
  ///
  /// - Throws: ``StoreError``: `noStore` where the folder is none, `damaged` where manifest or
  ///   identity are not as written or `data.mdb` has another size.
  public convenience init(at path: String) throws(StoreError) {
    do {
      try self.init(FolderReader(path), manifest: StoreFolder.manifestName)
    } catch {
      throw StoreError(cause: error)
    }
  }

  /// The same, with the name that the manifest has in a folder in the making.
  init(_ folder: consuming FolderReader, manifest name: String) throws {
    let path = folder.path
    guard let bytes = try folder.bytes(of: name) else {
      throw StoreError(
        .noStore, "\(path) is no backup: it has no manifest",
        hint: "stipple --store \(path) backup DEST makes one, if it is a store")
    }
    guard let manifest = BackupManifest(bytes) else {
      throw Self.damage(path, "its manifest is not as it was written")
    }
    guard let identity = try folder.identity(format: ClinicStore.format) else {
      throw Self.damage(path, "its identity is gone")
    }
    guard identity.store == manifest.store, identity.format == manifest.format else {
      throw Self.damage(path, "its identity is not that of its manifest")
    }
    guard let size = try folder.size(of: "data.mdb") else {
      throw Self.damage(path, "its data.mdb is gone")
    }
    guard size == manifest.size else {
      throw Self.damage(
        path, "its data.mdb has \(size) bytes, not the \(manifest.size) of its manifest")
    }
    self.manifest = manifest
    self.folder = folder
    self.identity = identity
  }

  /// Who the store is.
  var storeIdentity: StoreIdentity { identity }

  /// Gives the bytes of `data.mdb` in order, and refuses them at the end if they are not those of the
  /// manifest.
  ///
  /// - Throws: ``StoreError`` of kind `damaged`; what `take` throws.
  func readData(isFromDisk: Bool = false, _ take: ([UInt8]) throws -> Void) throws {
    var hash = SHA256()
    let count = try folder.read("data.mdb", isFromDisk: isFromDisk) { bytes in
      hash.update(data: bytes)
      try take(bytes)
    }
    guard count == manifest.size, Hash(finishing: hash) == manifest.sha256 else {
      throw Self.damage(path, "its data.mdb is not the one of its manifest (SHA-256)")
    }
  }

  static func damage(_ path: String, _ what: String) -> StoreError {
    StoreError(.damaged, "the backup \(path) is damaged: \(what)", hint: "another backup")
  }
}

/// What a backup or a restoring is about.
public enum BackupStep: String, Sendable {
  /// Bytes are copied.
  case copying
  /// Events, rows and entries of the copy are verified.
  case verifying
  /// Bytes of the copy are read again.
  case checking
}

/// Tells how far a backup or a restoring has come; what it throws ends it.
public typealias BackupProgress = (_ step: BackupStep, _ done: Int, _ of: Int) throws -> Void
