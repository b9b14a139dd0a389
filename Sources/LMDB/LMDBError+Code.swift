import CLMDB
import Glibc

extension LMDBError {
  /// The number of a failure; numbers that this module does not know are kept as they are.
  ///
  /// Positive: an `errno`. −30799…−30780: LMDB's `MDB_*`. −40000 and below: this module's own.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The number as C has it.
    public let rawValue: Int32

    /// Takes any number.
    public init(rawValue: Int32) { self.rawValue = rawValue }
  }
}

extension LMDBError.Code {
  /// `MDB_KEYEXIST`: the key is there already, or an append was out of order.
  public static let keyExists = Self(rawValue: MDB_KEYEXIST)
  /// `MDB_NOTFOUND`: no such table.
  public static let notFound = Self(rawValue: MDB_NOTFOUND)
  /// `MDB_PAGE_NOTFOUND`: a page is led to that the file does not have.
  public static let pageNotFound = Self(rawValue: MDB_PAGE_NOTFOUND)
  /// `MDB_CORRUPTED`: a page of the wrong kind.
  public static let corrupted = Self(rawValue: MDB_CORRUPTED)
  /// `MDB_PANIC`: a fatal error happened earlier in this environment.
  public static let panic = Self(rawValue: MDB_PANIC)
  /// `MDB_VERSION_MISMATCH`: the file's format is of another LMDB.
  public static let versionMismatch = Self(rawValue: MDB_VERSION_MISMATCH)
  /// `MDB_INVALID`: the file is not one of LMDB's.
  public static let invalid = Self(rawValue: MDB_INVALID)
  /// `MDB_MAP_FULL`: the map has no room left.
  public static let mapFull = Self(rawValue: MDB_MAP_FULL)
  /// `MDB_DBS_FULL`: more tables than the environment was opened for.
  public static let tablesFull = Self(rawValue: MDB_DBS_FULL)
  /// `MDB_READERS_FULL`: no reader slot is free.
  public static let readersFull = Self(rawValue: MDB_READERS_FULL)
  /// `MDB_MAP_RESIZED`: another process grew the map.
  public static let mapResized = Self(rawValue: MDB_MAP_RESIZED)
  /// `MDB_INCOMPATIBLE`: of a compact copy, that pages of the file are neither used nor free.
  public static let incompatible = Self(rawValue: MDB_INCOMPATIBLE)
  /// `MDB_BAD_RSLOT`: a reader slot was used twice.
  public static let badReaderSlot = Self(rawValue: MDB_BAD_RSLOT)
  /// `MDB_BAD_TXN`: the transaction failed earlier and must be dropped.
  public static let badTransaction = Self(rawValue: MDB_BAD_TXN)
  /// `MDB_BAD_VALSIZE`: a key of 0 or of more than 511 bytes.
  public static let badValueSize = Self(rawValue: MDB_BAD_VALSIZE)

  /// `ENOENT`.
  public static let noSuchFile = Self(rawValue: ENOENT)
  /// `EACCES`.
  public static let permissionDenied = Self(rawValue: EACCES)
  /// `EEXIST`.
  public static let fileExists = Self(rawValue: EEXIST)
  /// `ENOSPC`; a full disk is `EIO` on some file systems.
  public static let noSpace = Self(rawValue: ENOSPC)
  /// `EIO`.
  public static let inputOutput = Self(rawValue: EIO)
  /// `EFBIG`: over the process's or the file system's limit of a file.
  public static let fileTooBig = Self(rawValue: EFBIG)
  /// `EROFS`, or a write asked of an environment on a read-only medium.
  public static let readOnly = Self(rawValue: EROFS)

  /// Another process or thread holds the write lock.
  public static let locked = Self(rawValue: -40_000)
  /// The folder is on a network file system.
  public static let networkFileSystem = Self(rawValue: -40_001)
  /// A symbolic link stands where a file or folder of the store should.
  public static let symbolicLink = Self(rawValue: -40_002)
  /// Something other than a regular file stands where one of the store's should.
  public static let notAFile = Self(rawValue: -40_003)
  /// A commit failed, and the environment waits for its transactions to end before it reopens.
  public static let suspect = Self(rawValue: -40_004)
  /// The environment is open in this process already, with options that do not fit.
  public static let openOtherwise = Self(rawValue: -40_005)
  /// The folder has no identity file.
  public static let notAStore = Self(rawValue: -40_006)
  /// The identity file is of a later format.
  public static let newerFormat = Self(rawValue: -40_007)
  /// The identity file does not read.
  public static let damagedIdentity = Self(rawValue: -40_008)
  /// `data.mdb` is missing, empty or cut short beside an identity file.
  public static let missingData = Self(rawValue: -40_009)
  /// The folder for a new store holds something.
  public static let folderNotEmpty = Self(rawValue: -40_010)
  /// A text in a key has a NUL.
  public static let nulInKey = Self(rawValue: -40_011)
  /// Transactions of this process kept the map from being resized.
  public static let resizeBlocked = Self(rawValue: -40_012)
  /// `data.mdb` is cut short, or a page of it is not as any commit leaves it.
  public static let damagedFile = Self(rawValue: -40_013)
  /// A folder is being made there already, or was left unfinished.
  public static let unfinished = Self(rawValue: -40_014)
  /// The identity file is of an earlier format.
  public static let olderFormat = Self(rawValue: -40_015)
  /// A write was asked of an environment that is open for reading alone.
  public static let onlyRead = Self(rawValue: -40_016)
  /// The folder is mounted read-only, and its file system can be written through another mount.
  public static let readOnlyMount = Self(rawValue: -40_017)
}

extension LMDBError.Code {
  /// The name in C or in this module: `MDB_MAP_FULL`, `ENOSPC`, `LOCKED`, or the bare number.
  public var name: String {
    if let own { return own.name }
    if let name = Self.lmdbNames[rawValue] { return name }
    if rawValue > 0, let name = strerrorname_np(rawValue) { return String(cString: name) }
    return String(rawValue)
  }

  /// What it means, in a few words.
  public var message: String {
    if let own { return own.message }
    return switch self {
    case .keyExists: "the key is there already"
    case .notFound: "there is no such thing"
    case .mapFull: "the map is full"
    case .readOnly: "the medium is read-only"
    case .badValueSize: "the key is empty or over 511 bytes"
    default: String(cString: mdb_strerror(rawValue))
    }
  }

  /// Whether it tells of damage to the file, rather than of the system or of what was asked.
  public var isDamage: Bool {
    switch self {
    case .corrupted, .pageNotFound, .invalid, .panic, .damagedFile: true
    default: rawValue == MDB_CURSOR_FULL || rawValue == MDB_PAGE_FULL
    }
  }

  private var own: (name: String, message: String)? {
    switch self {
    case .locked: ("LOCKED", "the store is locked")
    case .networkFileSystem: ("NETWORK_FILE_SYSTEM", "a network file system cannot hold a store")
    case .symbolicLink: ("SYMBOLIC_LINK", "a symbolic link is not followed")
    case .notAFile: ("NOT_A_FILE", "it is not a regular file")
    case .suspect: ("SUSPECT", "an earlier commit failed and transactions are still open")
    case .openOtherwise: ("OPEN_OTHERWISE", "it is open in this process with other options")
    case .notAStore: ("NOT_A_STORE", "the folder is not a store")
    case .olderFormat: ("OLDER_FORMAT", "the store was made by an older version")
    case .newerFormat: ("NEWER_FORMAT", "the store was made by a newer version")
    case .damagedIdentity: ("DAMAGED_IDENTITY", "the identity file is damaged")
    case .missingData: ("MISSING_DATA", "data.mdb is missing, empty or cut short")
    case .folderNotEmpty: ("FOLDER_NOT_EMPTY", "the folder is not empty")
    case .nulInKey: ("NUL_IN_KEY", "a text in the key has a NUL")
    case .unfinished: ("UNFINISHED", "another is being made there, or was left unfinished")
    case .resizeBlocked: ("RESIZE_BLOCKED", "open transactions keep the map from being resized")
    case .damagedFile: ("DAMAGED_FILE", "the file is damaged or cut short")
    case .onlyRead: ("ONLY_READ", "it can only be read")
    case .readOnlyMount:
      ("READ_ONLY_MOUNT", "it is mounted read-only here, and others may write to it")
    default: nil
    }
  }

  private static let lmdbNames: [Int32: String] = [
    MDB_KEYEXIST: "MDB_KEYEXIST", MDB_NOTFOUND: "MDB_NOTFOUND",
    MDB_PAGE_NOTFOUND: "MDB_PAGE_NOTFOUND", MDB_CORRUPTED: "MDB_CORRUPTED",
    MDB_PANIC: "MDB_PANIC", MDB_VERSION_MISMATCH: "MDB_VERSION_MISMATCH",
    MDB_INVALID: "MDB_INVALID", MDB_MAP_FULL: "MDB_MAP_FULL", MDB_DBS_FULL: "MDB_DBS_FULL",
    MDB_READERS_FULL: "MDB_READERS_FULL", MDB_TLS_FULL: "MDB_TLS_FULL",
    MDB_TXN_FULL: "MDB_TXN_FULL", MDB_CURSOR_FULL: "MDB_CURSOR_FULL",
    MDB_PAGE_FULL: "MDB_PAGE_FULL", MDB_MAP_RESIZED: "MDB_MAP_RESIZED",
    MDB_INCOMPATIBLE: "MDB_INCOMPATIBLE", MDB_BAD_RSLOT: "MDB_BAD_RSLOT",
    MDB_BAD_TXN: "MDB_BAD_TXN", MDB_BAD_VALSIZE: "MDB_BAD_VALSIZE", MDB_BAD_DBI: "MDB_BAD_DBI",
  ]
}
