/// Why statements are not kept, or not all of them; never with a word of theirs.
public enum HistoryProblem: Error, Equatable, Sendable {
  /// The path is a symbolic link, which is not followed.
  case symbolicLink(path: String)

  /// The path is no plain file, has another name as well, or is somebody else's.
  case notOwnFile(path: String)

  /// Another process has had the file locked for a second.
  case busy(path: String)

  /// So many lines of the file could not be read; they were passed over.
  case damaged(lines: Int, path: String)

  /// The system refused it; the code is its `errno`.
  case system(code: Int32, path: String)

  /// The file that it is about.
  public var path: String {
    switch self {
    case .symbolicLink(let path), .notOwnFile(let path), .busy(let path), .damaged(_, let path),
      .system(_, let path):
      path
    }
  }
}
