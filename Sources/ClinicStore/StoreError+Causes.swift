public import Clinic
import EventLog
public import LMDB
public import Records

extension StoreError {
  /// The error of a module below, in words for a person.
  init(cause error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as InputError: self.init(error)
    case let error as LogError: self.init(error)
    case let error as LMDBError: self.init(error)
    case let error as ProofError: self.init(.badInput, error.description)
    case let error as StreamNameError:
      self.init(.badInput, error.message, hint: error.hint)
    case is RecordError:
      self.init(
        .damaged, "a record in the store does not read as it was written",
        note: "nothing was changed; restore a backup, or export what still reads")
    default: self.init(.io, "an unforeseen fault: \(type(of: error))")
    }
  }

  /// Every problem of an input.
  public init(_ error: InputError) {
    let lines = error.problems.map { problem in
      problem.path.isEmpty ? problem.message : "\(problem.path): \(problem.message)"
    }
    self.init(
      .badInput, lines.first ?? "it cannot be read",
      hint: error.problems.lazy.compactMap(\.hint).first)
    also = Array(lines.dropFirst())
  }

  /// Every refusal of the rules; those of the clinic's own say by themselves what they are about.
  public init(refusing findings: [Finding]) {
    let lines = findings.map { finding in
      guard finding.rule <= 4, let field = finding.field else { return finding.message }
      return "\(field): \(finding.message)"
    }
    self.init(
      .refused, (lines.first ?? "a rule refuses it") + "; not recorded",
      hint: findings.lazy.compactMap(\.hint).first)
    also = Array(lines.dropFirst())
    self.findings = findings
  }

  /// A refusal of the log.
  init(_ error: LogError) {
    let kind: Kind =
      switch error {
      case .storage(let error):
        StoreError(error).kind
      case .damaged: .damaged
      case .malformed, .tooLarge, .outOfSequence: .badInput
      case .versionMismatch, .eventIDTaken, .idDiffersInCase, .clockBehind, .notEmpty: .refused
      }
    self.init(kind, error.description, note: error.stateLeft)
    if case .clockBehind = error {
      hint = "set this machine's clock right, or --confirm-clock"
    }
    if case .storage(let error) = error { self = StoreError(error) }
  }

  /// A row whose bytes are not those that were written.
  static func damagedRow(_ table: TableType) -> StoreError {
    StoreError(
      .damaged, "a row of \(table.name) does not read as it was written",
      note: "nothing was changed; the log is apart from the tables and may still be whole")
  }
}

extension StoreError: LMDBErrorConvertible {
  /// A failure of LMDB or of the system below it.
  public init(_ error: LMDBError) {
    let kind: Kind =
      switch error.code {
      case .locked: .locked
      case .notAStore, .noSuchFile, .missingData, .olderFormat, .newerFormat, .damagedIdentity:
        .noStore
      case .permissionDenied, .readOnly, .onlyRead, .readOnlyMount, .symbolicLink,
        .networkFileSystem:
        .notAllowed
      // A table that every store has.
      case .notFound: .damaged
      default: error.code.isDamage ? .damaged : .io
      }
    // A caller who knows more of what is left says that in place of such a state.
    let isPlain = ["nothing was changed", "nothing was written"].contains(error.state)
    self.init(
      kind, isPlain ? error.reason : error.description, note: isPlain ? error.state : nil)
    if error.code == .locked { note = "\(error.state); reading still works" }
    if error.code.isDamage { hint = "stipple verify" }
    if error.leavesDoubt {
      leavesDoubt = true
      hint = "stipple log --reverse -n 3 shows whether it is there"
      note = "what is shown there is recorded: do not enter it again"
    }
    switch error.code {
    case .noSpace: hint = hint ?? "make room on the disk; reading goes on meanwhile"
    case .fileTooBig: hint = hint ?? "raise the limit of a file's size (ulimit -f)"
    case .folderNotEmpty:
      hint =
        "another path; or, where nothing has been but an init that was cut off, remove that folder "
        + "and run it again"
    case .olderFormat:
      hint =
        "the version that made it writes it out: stipple export --format log -o FILE; this one "
        + "makes a store of that: stipple --store NEW import FILE --as-recorded"
    case .onlyRead: hint = "if it is a backup: stipple restore SRC DEST makes a store of it"
    case .readOnly:
      hint =
        "use another disk: a copy of the folder can be written; of a backup, stipple restore SRC "
        + "DEST makes a store"
    case .readOnlyMount: hint = "stipple backup, where it can be written; a backup is read anywhere"
    default: break
    }
  }
}

extension ClinicStore {
  /// Runs what may fail below, telling every failure as a ``StoreError``.
  func guarding<Result>(_ body: () throws -> Result) throws(StoreError) -> Result {
    do {
      return try body()
    } catch {
      throw StoreError(cause: error)
    }
  }
}
