/// A form that results are written in.
enum OutputMode: String, CaseIterable, Sendable {
  case table, line, markdown, csv, tsv, json, ndjson

  /// What the form is good for, in a few words.
  var summary: String {
    switch self {
    case .table: "columns that fit the screen"
    case .line: "one field a line"
    case .markdown: "a table for a document"
    case .csv: "for spreadsheets (RFC 4180, formulas made harmless)"
    case .tsv: "for scripts: tabs, \\N for NULL, backslash escapes"
    case .json: "one array of objects"
    case .ndjson: "one object a line"
    }
  }

  /// The form when none was asked for: for eyes on a terminal, for scripts elsewhere.
  static func standard(isTerminal: Bool) -> OutputMode { isTerminal ? .table : .tsv }
}
