import Clinic
import EventLog
import Glibc
import LMDB
import Records

/// One thing that was looked at, and what is wrong with it if anything is.
public struct CheckupFinding: Hashable, Sendable {
  /// What was looked at.
  public let what: String
  /// What was found.
  public let value: String
  /// What is wrong, or nil.
  public let problem: String?

  init(_ what: String, _ value: String, problem: String? = nil) {
    self.what = what
    self.value = value
    self.problem = problem
  }
}

extension ClinicStore {
  /// Looks over the store without changing it: who it is, its sizes, its room, its readers, its files.
  public func checkup() throws(StoreError) -> [CheckupFinding] {
    try guarding {
      let stale = try environment.clearStaleReaders()
      let info = try environment.info()
      let head = try head()
      var findings = [
        CheckupFinding("store", path),
        CheckupFinding("id", folder.identity?.store ?? "none"),
        CheckupFinding("format", "\(folder.identity?.format ?? 0)"),
        CheckupFinding("zone", zone.name),
        CheckupFinding("events", "\(head.position)"),
        CheckupFinding(
          "last recorded", head.recordedAt.map { zone.display($0) } ?? "never",
          problem: clockProblem(head.recordedAt?.microseconds)),
      ]
      let counts = try counts()
      for table in TableType.all where counts[table.id] > 0 {
        findings.append(CheckupFinding("rows of \(table.name)", "\(counts[table.id])"))
      }
      findings += [
        CheckupFinding("file", "\(info.fileBytes) bytes, \(info.usedBytes) in use"),
        CheckupFinding(
          "map", "\(info.mapSize) bytes, \(Int(info.fill * 100)) % full",
          problem: info.isNearlyFull ? "over 70 % full; it grows by itself at the next write" : nil),
        CheckupFinding("readers", "\(info.readers) open, \(stale) stale ones cleared"),
        room(info.fileBytes),
      ]
      return findings + permissions()
    }
  }

  private func clockProblem(_ last: Int64?) -> String? {
    guard let last, last - 300_000_000 > Instant.now.microseconds else { return nil }
    return "this machine's clock is behind the log's; entries will be refused"
  }

  private func room(_ fileBytes: Int) -> CheckupFinding {
    guard let free = folder.freeBytes else { return CheckupFinding("room on disk", "unknown") }
    return CheckupFinding(
      "room on disk", "\(free) bytes",
      problem: !environment.isReadOnly && free < UInt64(fileBytes) * 3
        ? "less than three times the store: no room to rebuild" : nil)
  }

  /// The folder must be 0700 and its files 0600, whatever the umask was.
  private func permissions() -> [CheckupFinding] {
    var findings: [CheckupFinding] = []
    for (name, wanted) in [
      (".", mode_t(0o700)), ("data.mdb", 0o600), ("lock.mdb", 0o600), ("identity", 0o600),
    ] {
      var info = stat()
      guard lstat("\(path)/\(name)", &info) == 0 else {
        // Where nothing can be written, readers do without it.
        let problem = name == "lock.mdb" && environment.isReadOnly ? nil : "missing"
        findings.append(CheckupFinding("mode of \(name)", "missing", problem: problem))
        continue
      }
      let mode = info.st_mode & 0o777
      findings.append(
        CheckupFinding(
          "mode of \(name)", "0" + String(mode, radix: 8),
          problem: mode == wanted ? nil : "should be 0" + String(wanted, radix: 8)))
    }
    return findings
  }
}
