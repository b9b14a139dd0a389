import Clinic
public import EventLog
import Glibc
public import LMDB
import Records
import Synchronization

/// A clinic's store: the log of its events, and the tables folded from it, in one LMDB environment.
///
/// Every entry is one transaction of event, rows and indexes, durable when it is answered. One
/// process writes at a time; readers are never blocked.
public final class ClinicStore: Sendable {
  /// The format of the stores that this program makes and reads.
  public static let format = 2

  /// The folder.
  public let folder: StoreFolder
  /// The LMDB environment in it.
  public let environment: Environment
  /// The events.
  public let log: EventLog
  /// State and fact rows; see ``RowKey``.
  public let row: Table
  /// Rows by the value of an indexed column; see ``RowKey``.
  public let index: Table
  /// What the last write transaction left, taken out by the next.
  let remembered = Mutex<Remembered?>(nil)
  /// The clinic's time zone, by the log's first event.
  public let zone: ClinicZone
  /// How the tables were made anew when the store was opened; nil where they were as they should be.
  public let rebuilt: Rebuilt?

  /// The folder's path.
  public var path: String { folder.path }
  /// The log's `meta` table, which also holds ``RowCounts``.
  public var meta: Table { log.meta }

  /// - Parameter isStrict: whether a first event that cannot be read is an error.
  private init(
    _ folder: StoreFolder, _ environment: Environment, isNew: Bool, isStrict: Bool = true
  ) throws {
    self.folder = folder
    self.environment = environment
    let log = try EventLog(in: environment, create: isNew)
    self.log = log
    row = try environment.table("row", create: isNew)
    index = try environment.table("index", create: isNew)
    zone = try environment.read { (txn) throws(StoreError) -> ClinicZone in
      do {
        guard let first = try log.event(at: 1, in: txn.view) else { return .utc }
        return try Self.zone(of: first)
      } catch {
        guard isStrict else { return .utc }
        throw StoreError(cause: error)
      }
    }
    rebuilt = nil
    if isNew { try keepFolds() }
  }

  /// The same store, once its tables were made anew.
  init(_ store: ClinicStore, rebuilt: Rebuilt) {
    folder = store.folder
    environment = store.environment
    log = store.log
    row = store.row
    index = store.index
    zone = store.zone
    self.rebuilt = rebuilt
  }

  /// The zone that the clinic's first event names; UTC where tzdata does not know it.
  private static func zone(of first: StoredEvent) throws -> ClinicZone {
    guard first.envelope.type == StoreOpened.eventType.number else { return .utc }
    return ClinicZone(try StoreOpened(record: first.payload.span.bytes).zone) ?? .utc
  }

  /// Opens the folder of a store; where there is none, the error tells how to come by one.
  static func openFolder(at path: String) throws(StoreError) -> StoreFolder {
    do {
      return try StoreFolder.open(at: path, format: format)
    } catch {
      var refusal = StoreError(error)
      if error.code == .notAStore || error.code == .noSuchFile {
        refusal.hint = "stipple init PATH makes one; --store PATH names another"
      }
      throw refusal
    }
  }

  static func openAsFound(at path: String, strict: Bool) throws(StoreError) -> ClinicStore {
    do {
      let folder = try openFolder(at: path)
      return try ClinicStore(folder, folder.openEnvironment(), isNew: false, isStrict: strict)
    } catch {
      throw StoreError(cause: error)
    }
  }

  /// Makes a store whose first event names the clinic, its zone, and the key of its checkpoints.
  ///
  /// - Parameter makeKey: answers the key for the origin that it is given; called before anything else
  ///   is made.
  /// - Throws: ``StoreError``; what is there already is left as it was.
  public static func create(
    at path: String, clinic: String, zone: ClinicZone, recordedBy: String,
    makeKey: (_ origin: String) throws -> VerifierKey? = { _ in nil }
  ) throws(StoreError) -> ClinicStore {
    do {
      var members: [JSONValue.Member] = [
        .init(key: "clinic", value: .string(clinic)),
        .init(key: "zone", value: .string(zone.name)),
      ]
      // What a person typed is checked before a key is made for it.
      let typed = try StoreOpened.recordType.record(fromJSON: JSONValue.object(members).text)
      let blanks = StoreOpened.recordType.blankTexts(in: typed.span.bytes)
      guard blanks.isEmpty else { throw InputError(blanks) }
      let identity = StoreIdentity(format: format)
      if let key = try makeKey(origin(of: identity)) {
        members.append(.init(key: "checkpoint_key", value: .string(key.text)))
      }
      let payload = try StoreOpened.recordType.record(
        fromJSON: JSONValue.object(members).text, path: "")
      var folder = try StoreFolder.create(at: path)
      do {
        let empty = try ClinicStore(folder, folder.createEnvironment(), isNew: true)
        _ = try empty.record([
          Entry(
            stream: .stream(StreamID(.store, "main")), type: StoreOpened.eventType,
            payload: payload, recordedBy: recordedBy)
        ])
      }
      try folder.seal(as: identity)
      return try open(at: path)
    } catch {
      throw StoreError(cause: error)
    }
  }

  /// Opens the store in a folder, or makes one without any event.
  public static func openOrCreateEmpty(at path: String) throws(StoreError) -> ClinicStore {
    var info = stat()
    guard lstat(path, &info) != 0, errno == ENOENT else { return try open(at: path) }
    do {
      try makeEmpty(at: path)
      return try open(at: path)
    } catch {
      throw StoreError(cause: error)
    }
  }

  /// Makes a store without any event; durable on return.
  static func makeEmpty(at path: String) throws {
    var folder = try StoreFolder.create(at: path)
    do {
      _ = try ClinicStore(folder, folder.createEnvironment(), isNew: true)
    }
    try folder.seal(format: format)
  }

  /// Throws where nothing can be recorded: a backup, or a store on a read-only medium.
  public func checkWritable() throws(StoreError) {
    try guarding { try environment.checkWritable() }
  }

  /// Reads in one transaction, which sees one moment of the store.
  func reading<Result>(
    _ body: (TransactionView) throws -> Result
  ) throws(StoreError) -> Result {
    try environment.read { (txn) throws(StoreError) -> Result in
      do {
        return try body(txn.view)
      } catch {
        throw StoreError(cause: error)
      }
    }
  }

  /// How many rows each table has.
  public func counts() throws(StoreError) -> RowCounts {
    try reading { try self.counts(in: $0) }
  }

  /// How many rows each table has, in the transaction of `view`.
  public func counts(in view: TransactionView) throws -> RowCounts {
    guard let value = try view.get(meta, RowCounts.key) else { return RowCounts() }
    guard let counts = RowCounts(bytes: value) else {
      throw StoreError(.damaged, "the tables' row counts do not read as they were written")
    }
    return counts
  }
}
