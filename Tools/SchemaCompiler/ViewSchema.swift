/// A view: one SELECT over the tables, with what it means.
struct ViewSchema {
  /// The file, within the schemas' folder.
  let file: String
  /// The name in SQL: that of the file.
  let name: String
  /// The first line, without its dashes: one sentence.
  let summary: String
  /// The columns that tell its rows apart, none of which is ever NULL.
  let key: [String]
  /// The SELECT, without the first two lines and the end of the last.
  let sql: String

  /// Reads `views/NAME.sql`: `-- ` and its meaning, `-- key: ` and its key, the SELECT.
  init(file: String, in folder: String) throws {
    self.file = file
    let stem = file.split(separator: "/").last ?? ""
    name = String(stem.prefix { $0 != "." })
    guard Self.isName(name) else {
      throw Refusal(file: file, pointer: "", reason: "a name of a-z and _ is expected")
    }
    guard let text = String(validating: try Disk.read("\(folder)/\(file)"), as: UTF8.self) else {
      throw Refusal(file: file, pointer: "", reason: "it is not UTF-8")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix("-- "), first.hasSuffix(".") else {
      throw Refusal(file: file, pointer: "", reason: "line 1: -- and one sentence are expected")
    }
    let mark = "-- key: "
    guard lines.count > 1, lines[1].hasPrefix(mark) else {
      throw Refusal(file: file, pointer: "", reason: "line 2: \(mark)and columns are expected")
    }
    summary = String(first.dropFirst(3))
    key = lines[1].dropFirst(mark.count).split(separator: ",").map {
      String($0.drop { $0 == " " })
    }
    guard key.allSatisfy(Self.isName) else {
      throw Refusal(file: file, pointer: "", reason: "line 2: a key is columns and commas")
    }
    var body = lines.dropFirst(2)
    while body.last?.isEmpty == true { body.removeLast() }
    sql = body.joined(separator: "\n")
    guard !sql.contains("\"\"\"#"), !sql.contains("\\#") else {
      throw Refusal(file: file, pointer: "", reason: "\"\"\"# and \\# cannot be written in Swift")
    }
    try ViewText.check(sql, from: 3, of: file)
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "_")
      }
  }
}
