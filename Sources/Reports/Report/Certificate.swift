public import Clinic
public import ClinicStore
import EventLog
public import Records

/// Of which moment a report is, how it is made again, and what it was made from.
///
/// Whoever makes it again at the same moment gets the same bytes, and can compare the digests.
public struct Certificate: Hashable, Sendable {
  /// The version of one table's fold.
  public struct Fold: Hashable, Sendable {
    /// The table's name.
    public var table: String
    /// The version of what folds events into it.
    public var version: Int

    /// A table's fold.
    public init(table: String, version: Int) {
      self.table = table
      self.version = version
    }
  }

  /// A digest of the rows that a report shows of one table; see ``RowDigest``.
  public struct Digest: Hashable, Sendable {
    /// What the rows are: a table's or a view's name, `events`.
    public var name: String
    /// How many they are.
    public var rows: Int
    /// The SHA-256 in 64 hexadecimal digits.
    public var sha256: String

    /// A digest by its parts.
    public init(name: String, rows: Int, sha256: String) {
      self.name = name
      self.rows = rows
      self.sha256 = sha256
    }
  }

  /// The moment that the report is of.
  public var moment: Moment
  /// When the last event of that moment was recorded; nil before the first.
  public var recordedAt: Instant?
  /// The clinic's name.
  public var clinic: String
  /// The clinic's zone, in which the report tells the time.
  public var zone: ClinicZone
  /// What to run for the same report again: `stipple report session S1 --as-of @52`.
  public var command: String
  /// The folds of the tables that it was made from.
  public var folds: [Fold]
  /// What was shown.
  public var digests: [Digest]

  /// The certificate of a report: its name and arguments as typed after `stipple report`.
  ///
  /// - Parameters:
  ///   - tables: the tables that it was made from, in any order.
  ///   - digests: the rows that it shows, in the order of the report.
  public init(
    of report: String, _ arguments: [String] = [], in store: ClinicStore, at moment: Moment,
    tables: [TableType], digests: [Digest]
  ) throws(StoreError) {
    self.moment = moment
    zone = store.zone
    let words = ["stipple", "report", report] + arguments + ["--as-of", moment.token]
    command = words.map(Self.quoted).joined(separator: " ")
    folds = Set(tables.map { Fold(table: $0.name, version: Int($0.foldVersion)) })
      .sorted { $0.table < $1.table }
    self.digests = digests
    (clinic, recordedAt) = try store.atOneMoment(moment) { snapshot in
      (try Self.clinic(in: snapshot), try snapshot.head().recordedAt)
    }
  }

  private static func clinic(in snapshot: Snapshot) throws -> String {
    guard let first = try snapshot.event(at: 1),
      case .store(.storeOpened(let it)) = try EffectiveEvent(first).event
    else { return ReportFact.notRecorded }
    return it.clinic
  }

  /// A word as a shell takes it whole.
  private static func quoted(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "@%_+=:,./-".utf8.contains(byte)
      }
    }
    guard !isPlain || word.isEmpty else { return word }
    var text = "'"
    for character in word { text += character == "'" ? #"'\''"# : String(character) }
    return text + "'"
  }
}
