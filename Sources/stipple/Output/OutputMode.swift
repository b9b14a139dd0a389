import Records

/// A form that results are written in.
enum OutputMode: String, CaseIterable, Sendable {
  case table, line, markdown, csv, tsv, json, ndjson, html

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
    case .html: "a table for a web page"
    }
  }

  /// The form of a name, in any case.
  static func required(_ name: String) throws(Message) -> OutputMode {
    if let mode = OutputMode(rawValue: name.lowercased()) { return mode }
    let names = allCases.map(\.rawValue)
    let near = Suggestion.nearest(to: name, among: names)
    throw Message(
      "no such mode: \(name)",
      hint: near.map { "did you mean \($0)?" } ?? names.joined(separator: ", "), status: .usage)
  }

  /// The form when none was asked for: for eyes on a terminal, for scripts elsewhere.
  static func standard(isTerminal: Bool) -> OutputMode { isTerminal ? .table : .tsv }
}
