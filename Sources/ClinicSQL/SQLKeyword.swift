import CSQLite

/// SQLite's own words (`sqlite3_keyword_check`).
public enum SQLKeyword {
  /// Whether SQLite reserves a word, in any case.
  static func isReserved(_ word: String) -> Bool {
    sqlite3_keyword_check(word, Int32(clamping: word.utf8.count)) != 0
  }

  /// Every keyword, in capitals (`sqlite3_keyword_name`): for highlighting and completion.
  public static let all: [String] = (0..<sqlite3_keyword_count()).compactMap { index in
    var start: UnsafePointer<CChar>?
    var count: Int32 = 0
    guard sqlite3_keyword_name(index, &start, &count) == SQLITE_OK, let start else { return nil }
    return String(
      decoding: UnsafeRawBufferPointer(start: start, count: Int(count)), as: UTF8.self)
  }

  /// The words that a statement which writes begins with.
  static let writing: Set<String> = [
    "insert", "update", "delete", "replace", "create", "drop", "alter", "vacuum", "reindex",
    "analyze", "begin", "commit", "end", "rollback", "savepoint", "release",
  ]
}
