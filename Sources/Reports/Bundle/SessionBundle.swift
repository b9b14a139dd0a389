import Clinic
public import ClinicStore
import Crypto
public import EventLog
import Records

/// Everything that is needed to check one session with nothing of ours: the files of a folder.
///
/// The same store, moment and key give the same bytes.
public struct SessionBundle: Sendable {
  /// A file of the folder.
  public struct File: Sendable {
    /// Its path within the folder.
    public let path: String
    /// All of it.
    public let bytes: [UInt8]
  }

  /// The session's id.
  public let session: String
  /// The events with their proofs.
  public let events: BundledEvents
  /// The key that signed.
  public let key: VerifierKey
  /// The files, in the order of their paths.
  public private(set) var files: [File] = []

  /// The bundle of a session as of a moment.
  ///
  /// - Parameters:
  ///   - others: further streams, whose events are to be in it too.
  ///   - key: the log's key in force, which signs the checkpoint and the list of files.
  /// - Throws: ``StoreError`` where there was no such stream by then, where the key is not the one in
  ///   force, or where what is stored is damaged.
  public init(
    of session: String, with others: [StreamID] = [], in store: ClinicStore, at moment: Moment,
    by key: SigningKey
  ) throws {
    self.session = session
    self.key = key.verifier
    let report = try SessionReport.make(session, in: store, at: moment)
    let own = StreamID(.session, session)
    var streams = [own]
    for other in others where !streams.contains(other) { streams.append(other) }
    events = try store.bundledEvents(of: streams, at: moment, by: key)
    let keys = try store.bundledKeys()
    add("README.md", readme)
    add("checkpoint.note", events.note.encoded)
    add("events.ndjson", events.entries.flatMap { EventLine.json(of: $0.event) + [0x0A] })
    add("key.vkey", key.verifier.text + "\n")
    add("keys.json", Self.json(keys))
    for entry in events.entries {
      let name = Self.name(entry.event.envelope.position)
      add("proofs/\(name).tlog-proof", entry.proof.encoded)
      add("records/\(name).bin", entry.record)
    }
    add("report.html", report.html)
    let types = Set(events.entries.compactMap { EventType.numbered($0.event.envelope.type) })
    for schema in SchemaFile.needed(for: types) { add("schemas/\(schema.path)", schema.text) }
    files.sort { $0.path < $1.path }
    add("manifest.note", try SignedNote(signing: manifest, with: [key]).encoded)
    files.sort { $0.path < $1.path }
  }

  private mutating func add(_ path: String, _ text: String) { add(path, Array(text.utf8)) }

  private mutating func add(_ path: String, _ bytes: [UInt8]) {
    files.append(File(path: path, bytes: bytes))
  }

  /// Positions in eight digits, so that names sort as positions do.
  static func name(_ position: UInt64) -> String {
    let digits = String(position)
    return String(repeating: "0", count: max(8 - digits.utf8.count, 0)) + digits
  }

  /// What the key signs beside the checkpoint: how many events each stream has, and every file's digest.
  ///
  /// Its first lines cannot be a checkpoint's, so no signature passes for one of the other kind.
  private var manifest: String {
    var lines = ["stipple-bundle/v1", events.checkpoint.origin, String(events.checkpoint.size)]
    lines += events.streams.map { "\($0.stream.text) \($0.count)" }
    lines += files.map { file in
      let digest = Hash(Array(SHA256.hash(data: file.bytes)))
      return "\(digest?.hex ?? "")  \(file.path)"
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func json(_ keys: [BundledKey]) -> String {
    let links = keys.map { link in
      JSONValue.members([
        "key": .text(link.key.text), "position": .integer(link.position),
        "by_the_key_before": .text(link.byTheKeyBefore), "by_the_key": .text(link.byTheKey),
      ])
    }
    return "[\n" + links.map(\.text).joined(separator: ",\n") + "\n]\n"
  }
}
