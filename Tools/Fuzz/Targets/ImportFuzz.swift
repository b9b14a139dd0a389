import ClinicStore
import EventLog
import Foundation
import Glibc

/// Bytes as a file that is imported, to see what would become of it, into a clinic with two months' events.
final class ImportFuzz {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("fuzz-import-\(UUID().uuidString)")
  private let store: ClinicStore
  private let head: Head
  private let file: Int32

  init() throws {
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Tests/Fixtures/twenty-questions.ndjson").standardized
    file = open(folder.path + ".ndjson", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    store = try ClinicStore.openOrCreateEmpty(at: folder.path)
    _ = try store.importLines(
      LineSource(path: fixture.path), plan: ImportPlan(), onReject: { _ in })
    head = try store.head()
  }

  deinit {
    close(file)
    unlink(folder.path + ".ndjson")
    try? FileManager.default.removeItem(at: folder)
  }

  func run(_ input: [UInt8]) throws {
    guard !input.isEmpty else { return }
    ftruncate(file, 0)
    pwrite(file, input, input.count, 0)
    var plan = ImportPlan()
    plan.isDryRun = true
    plan.collectsRejects = true
    var rejects = 0
    let source = try LineSource(path: folder.path + ".ndjson")
    guard let outcome = try? store.importLines(source, plan: plan, onReject: { _ in rejects += 1 })
    else { return }
    try expect(
      outcome.lines == outcome.recorded + outcome.known + outcome.rejected
        && outcome.rejected == rejects, "each line is recorded, known or refused")
    try expect(try store.head() == head, "a dry run writes nothing")
  }
}
