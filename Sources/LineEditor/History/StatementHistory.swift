/// The statements that were run, whole, the newest last; kept in a file, if one is given.
///
/// In the file stands what `redact` leaves of a statement and nothing else: no times, no results. In
/// memory, for the session, statements are as they were typed. A file that cannot be read or written ends
/// nothing: `takeProblem()` tells of it, once.
public struct StatementHistory {
  /// The longest statement that the file takes, bytes.
  public static let longestStatement = 1 << 16

  /// The statements, the newest last; one that came twice running is there once.
  public private(set) var entries: [String] = []

  private let capacity: Int
  private let file: HistoryFile?
  private let redact: (String) -> String
  private var lastKept: String?
  private var problem: HistoryProblem?
  private var hasTold: [HistoryProblem] = []

  /// A history of this session alone.
  public init(capacity: Int = 2_000) {
    self.capacity = max(1, capacity)
    file = nil
    redact = { $0 }
  }

  /// A history that goes on from session to session.
  ///
  /// - Parameters:
  ///   - path: the file, such as `$XDG_STATE_HOME/stipple/history`; folders are made when it is written.
  ///   - capacity: how many statements are kept.
  ///   - redact: what of a statement may be kept: it takes out what could be about a client.
  public init(path: String, capacity: Int = 2_000, redact: @escaping (String) -> String) {
    self.capacity = max(1, capacity)
    let file = HistoryFile(path: path)
    self.file = file
    self.redact = redact
    do throws(HistoryProblem) {
      let (kept, damaged) = try file.read()
      entries = kept.suffix(self.capacity)
      lastKept = entries.last
      if damaged > 0 { problem = .damaged(lines: damaged, path: path) }
      try file.compact(to: self.capacity)
    } catch {
      problem = error
    }
  }

  /// Adds a statement that was run.
  ///
  /// Passed over: one that is blank or begins with a space, and one that was the last already.
  public mutating func add(_ statement: String) {
    guard statement.first != " " else { return }
    let text = Self.trimmed(statement)
    guard !text.isEmpty else { return }
    if text != entries.last {
      entries.append(text)
      if entries.count > capacity { entries.removeFirst(entries.count - capacity) }
    }
    guard let file, text.utf8.count <= Self.longestStatement else { return }
    let kept = Self.trimmed(redact(text))
    guard !kept.isEmpty, kept != lastKept else { return }
    do throws(HistoryProblem) {
      try file.append(kept)
      lastKept = kept
    } catch {
      problem = error
    }
  }

  /// A problem that has not been told of yet; the same one is given once.
  public mutating func takeProblem() -> HistoryProblem? {
    guard let found = problem else { return nil }
    problem = nil
    guard !hasTold.contains(found) else { return nil }
    hasTold.append(found)
    return found
  }

  private static func trimmed(_ text: String) -> String {
    guard let last = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(text[...last])
  }
}
