import ClinicStore
import Foundation

/// Commits by a C program on liblmdb of as many pages as one of ours writes, and nothing else done:
/// what is left of a durable command when all that it computes is free.
final class BareCommit {
  private let process: PeerProcess

  /// What the peer is called in the table.
  static let name = "C, as many pages"

  /// Counts what the kernel is asked to write while `record` commits so many transactions.
  init(_ stand: Stand, of transactions: Int, _ record: () throws -> Void) throws {
    let before = try Self.written()
    try record()
    let pages = try (Self.written() - before) / transactions / 4096
    process = try PeerProcess(
      "commit", stand.options.peers + "/commit", ["\(stand.folder)/commit-\(pages)", "\(pages)"])
  }

  /// Nanoseconds of so many commits.
  func commit(_ times: Int) throws -> Double { try process.ask("commit \(times)") }

  /// Bytes given to `write` and its like by this process so far (`proc(5)`).
  private static func written() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/io", encoding: .utf8)
    let line = text.split(separator: "\n").first { $0.hasPrefix("wchar: ") }
    guard let bytes = line.flatMap({ Int($0.dropFirst("wchar: ".count)) }) else {
      throw Refusal("/proc/self/io does not say what was written")
    }
    return bytes
  }
}
