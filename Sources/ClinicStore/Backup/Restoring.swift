import Clinic
import EventLog
import LMDB
import Records

/// How a backup is put back.
public struct Restoring: Sendable {
  /// The backup's folder.
  public var source: String
  /// The folder to make; it may be there if it is empty.
  public var destination: String
  /// A position that the log is known to have reached; nil where nobody remembers any.
  public var expected: UInt64?
  /// Whether a backup that ends before ``expected`` is put back all the same.
  public var acceptsOlder = false
  /// Why; personal: free text.
  public var reason: String?
  /// The staff id of who restores.
  public var recordedBy: String
  /// Whether the event is taken though this machine's clock is more than 5 minutes behind the log's.
  public var confirmsClock = false

  /// Putting a backup back, with nothing known of where the log should end.
  public init(_ source: String, to destination: String, recordedBy: String) {
    self.source = source
    self.destination = destination
    self.recordedBy = recordedBy
  }
}

/// What was restored.
public struct Restored: Sendable {
  /// What the backup said of itself.
  public let manifest: BackupManifest
  /// The `store-restored` event; nil for a store without any event.
  public let receipt: Receipt?
}

extension ClinicStore {
  /// Makes a store of a backup, and records in it that it was restored.
  ///
  /// The manifest is checked, and every byte of `data.mdb` held against it, before LMDB opens
  /// anything; the new store is then verified. It stands at its place only when all is done.
  ///
  /// - Parameters:
  ///   - known: answers the roots that were kept outside, given the verified store whose keys signed
  ///     them. The backup must lead to each; it may end before one only if an older backup is accepted.
  ///     What it throws refuses the backup.
  ///   - progress: told how far it has come; what it throws ends it.
  /// - Throws: ``StoreError``, nothing of the store then left.
  public static func restore(
    _ plan: Restoring, known: (ClinicStore) throws -> [KnownRoot] = { _ in [] },
    progress: BackupProgress
  ) throws -> Restored {
    let nothing = "nothing was restored"
    let backup: Backup
    let entry: Entry
    let part: UnfinishedFolder
    do {
      backup = try Backup(at: plan.source)
      try plan.refuseOlder(backup.manifest, than: plan.expected)
      entry = try plan.entry(backup.manifest)
      part = try UnfinishedFolder(plan.destination, mayReplaceEmpty: true)
    } catch {
      throw StoreError(making: plan.destination, error).noting(nothing)
    }
    do {
      try part.checkRoom(backup.manifest.size)
      try part.copy(backup, progress)
      let receipt = try part.open(as: backup.manifest, entry, plan, known, progress)
      try part.finish()
      return Restored(manifest: backup.manifest, receipt: receipt)
    } catch {
      throw part.abandoned(after: error, nothing)
    }
  }
}

extension Restoring {
  /// Throws where the backup is not of the log that had a root kept outside, or ends before it.
  fileprivate func hold(
    _ store: ClinicStore, _ manifest: BackupManifest, against known: KnownRoot
  ) throws {
    guard known.size <= manifest.head else {
      return try refuseOlder(manifest, than: known.size)
    }
    let root = try store.reading { try store.log.tree(in: $0).root(ofFirst: known.size) }
    guard root == known.root else {
      throw StoreError(
        .damaged,
        "the backup is not of that log: its first \(known.size) events have another root",
        hint: "another backup")
    }
  }

  /// Throws where the backup ends before a position that the log is known to have reached.
  fileprivate func refuseOlder(
    _ manifest: BackupManifest, than expected: UInt64?
  ) throws(StoreError) {
    guard let expected, manifest.head < expected, !acceptsOlder else { return }
    let lost = expected - manifest.head
    throw StoreError(
      .refused,
      "the backup ends at @\(manifest.head), before @\(expected): "
        + "\(lost) \(lost == 1 ? "event" : "events") would be lost",
      hint: "a later backup, or --accept-older --reason …")
  }

  /// What is recorded in the restored store, its reason checked as any that is typed.
  fileprivate func entry(_ manifest: BackupManifest) throws(InputError) -> Entry {
    let event = StoreRestored(
      head: Int64(manifest.head), root: manifest.root.hex, backedUpAt: manifest.madeAt,
      reason: reason)
    let type = StoreRestored.recordType
    let payload =
      manifest.head == 0
      ? [] : try type.record(fromJSON: type.json(of: event.encoded().span.bytes))
    var entry = Entry(
      stream: .stream(StreamID(.store, "main")), type: StoreRestored.eventType, payload: payload,
      recordedBy: recordedBy)
    entry.isOwn = true
    return entry
  }
}

extension UnfinishedFolder {
  /// Copies a backup's data and identity.
  fileprivate func copy(_ backup: Backup, _ progress: BackupProgress) throws {
    var done = 0
    let size = backup.manifest.size
    try write("data.mdb") { write in
      try backup.readData { bytes in
        try write(bytes)
        done += bytes.count
        try progress(.copying, done, size)
      }
    }
    try write(backup.storeIdentity)
  }

  /// Opens the copy, holds it against the manifest, verifies it, and records that it was restored.
  fileprivate func open(
    as manifest: BackupManifest, _ entry: Entry, _ plan: Restoring,
    _ known: (ClinicStore) throws -> [KnownRoot], _ progress: BackupProgress
  ) throws -> Receipt? {
    try progress(.verifying, 0, 1)
    let store = try ClinicStore.open(at: path) { try progress(.verifying, $0, $1) }
    let end = try store.reading { try store.log.end(in: $0) }
    guard end.head.position == manifest.head, end.head.recordedAt == manifest.recordedAt,
      end.root == manifest.root
    else { throw Backup.damage(plan.source, "its log does not end as its manifest says") }
    let verification = try ClinicStore.verify(
      at: path, progress: { try progress(.verifying, $0, $1) })
    guard verification.isSound else {
      throw Backup.damage(plan.source, verification.findings(1))
    }
    for root in try known(store) { try plan.hold(store, manifest, against: root) }
    // A log without events has nobody who could record it, and lost nothing.
    guard manifest.head > 0 else { return nil }
    return try store.record([entry], confirmClock: plan.confirmsClock)[0]
  }
}
