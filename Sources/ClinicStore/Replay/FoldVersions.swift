import Clinic
import Crypto
import EventLog
import LMDB
import Records

/// By which folds a store's tables were made: kept beside them, so that a program whose folds or
/// columns are others notices.
///
/// In `meta` under `store.folds`: for each table its number (u8), the version of its fold (u32,
/// big-endian) and the first 16 bytes of a SHA-256 of its record's shape; then a checksum.
struct FoldVersions: Equatable, Sendable {
  static let key = Key(Array("store.folds".utf8))

  /// One table's fold.
  struct Fold: Equatable, Sendable {
    let table: UInt8
    let version: UInt32
    let shape: [UInt8]
  }

  let folds: [Fold]

  /// Those of this program.
  static let current = FoldVersions(
    folds: TableType.all.map {
      Fold(table: $0.id, version: UInt32($0.foldVersion), shape: $0.record.shapeDigest)
    })

  init(folds: [Fold]) { self.folds = folds }

  /// Reads what ``bytes`` wrote; nil where it is damaged.
  init?(bytes value: RawSpan) {
    guard let body = Checksum.body(of: value), body.byteCount % Self.stride == 0 else {
      return nil
    }
    let bytes = body.copy()
    folds = Swift.stride(from: 0, to: bytes.count, by: Self.stride).map { start in
      Fold(
        table: bytes[start],
        version: bytes[(start + 1)..<(start + 5)].reduce(0) { $0 << 8 | UInt32($1) },
        shape: Array(bytes[(start + 5)..<(start + Self.stride)]))
    }
  }

  private static let shapeCount = 16
  private static let stride = 5 + shapeCount

  /// As they are stored.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for fold in folds {
      bytes.append(fold.table)
      withUnsafeBytes(of: fold.version.bigEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: fold.shape)
    }
    return Checksum.sealed(bytes)
  }

  /// The tables whose fold or shape is not the same in both, or that only one of them has.
  func differences(from other: FoldVersions) -> [UInt8] {
    let tables = Set(folds.map(\.table)).union(other.folds.map(\.table))
    return tables.sorted().filter { table in
      folds.first { $0.table == table } != other.folds.first { $0.table == table }
    }
  }

  /// Sixteen bytes that stand for all of them.
  var digest: [UInt8] { Self.digest(of: bytes) }

  /// The ``digest`` of ``current``, written down: a store's kept bytes that have it need not be read,
  /// nor every table's shape be put together, each time that the store is opened.
  ///
  /// A test holds it to be so. It changes with every table's schema and every fold's version.
  static let currentDigest: [UInt8] = [
    0xCF, 0x63, 0x0A, 0x30, 0xE9, 0x03, 0x42, 0x11, 0x35, 0x1C, 0x1B, 0x46, 0x99, 0x41, 0x3E, 0xFA,
  ]

  fileprivate static func digest(of bytes: [UInt8]) -> [UInt8] {
    digest(of: bytes.span.bytes)
  }

  fileprivate static func digest(of bytes: RawSpan) -> [UInt8] {
    bytes.withUnsafeBytes { Array(SHA256.hash(data: $0).prefix(shapeCount)) }
  }
}

extension RecordType {
  /// A digest of what decides the stored bytes and the index entries of a record: names, slots, kinds
  /// and words, of the structures in it too.
  fileprivate var shapeDigest: [UInt8] { FoldVersions.digest(of: Array(shape.utf8)) }

  private var shape: String {
    let lines = fields.map { field in
      "\(field.name) \(field.slot) \(field.kind.shape)"
        + (field.isRequired ? " required" : "") + (field.isIndexed ? " indexed" : "")
    }
    return "\(name) \(version)\n" + lines.joined(separator: "\n") + "\n"
  }

  /// The shape where the record stands in another one.
  fileprivate var nestedShape: String { "{\(shape)}" }
}

extension Field.Kind {
  fileprivate var shape: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .decimal(let scale): "decimal \(scale)"
    case .date: "date"
    case .instant: "instant"
    case .text: "text"
    case .json: "json"
    case .enumeration(let type): "(\(type.words.joined(separator: " ")))"
    case .structure(let type): type.nestedShape
    case .list(let element): "list \(element.shape)"
    }
  }
}

extension ClinicStore {
  /// Keeps with a new store by which folds its tables will be made.
  func keepFolds() throws {
    try environment.write(label: "init") { (txn: inout WriteTransaction) throws(LMDBError) in
      try txn.put(meta, FoldVersions.key, FoldVersions.current.bytes)
    }
  }

  /// What is known of the folds that made a store's tables.
  enum FoldState: Equatable {
    /// They are this program's.
    case current
    /// These tables' are others.
    case other([UInt8])
    /// What was kept of them does not read as it was written.
    case unreadable
  }

  /// By which folds the tables were made, as against this program's.
  ///
  /// A store without events has no rows that could differ.
  func foldState(in view: TransactionView) throws -> FoldState {
    guard let value = try view.get(meta, FoldVersions.key) else {
      return try view.statistics(log.log).entries == 0 ? .current : .unreadable
    }
    if FoldVersions.digest(of: value) == FoldVersions.currentDigest { return .current }
    guard let kept = FoldVersions(bytes: value) else { return .unreadable }
    let others = kept.differences(from: .current)
    return others.isEmpty ? .current : .other(others)
  }
}
