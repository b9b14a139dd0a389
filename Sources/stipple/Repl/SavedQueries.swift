import Glibc
import Records

/// Queries kept under a name, each a file of SQL in the user's own folder.
///
/// They are as they were written, literals and all: their owner chose to keep them.
struct SavedQueries {
  /// The folder; nil where there is no home to keep it in.
  let folder: String?

  /// Those of `$XDG_CONFIG_HOME/stipple/queries`.
  static let standard = SavedQueries(
    folder: UserFolder.config.path.map { $0 + "/queries" })

  /// The names, in their order.
  var names: [String] {
    guard let folder, let entries = opendir(folder) else { return [] }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard file.hasSuffix(".sql") else { continue }
      let name = String(file.dropLast(4))
      if Self.isName(name) { names.append(name) }
    }
    return names.sorted()
  }

  /// The file of a name.
  ///
  /// - Throws: `Message` where it is no name for a file: letters, digits, `-` and `_`.
  func path(of name: String) throws(Message) -> String {
    guard Self.isName(name) else {
      throw Message(
        "\(name) is no name for a query", hint: "letters, digits, - and _, up to 64 of them",
        note: "nothing was written", status: .usage)
    }
    guard let folder else {
      throw Message(
        "there is no folder to keep queries in", hint: "set HOME or XDG_CONFIG_HOME",
        note: "nothing was written", status: .io)
    }
    return "\(folder)/\(name).sql"
  }

  /// Keeps a query, over the one of the same name.
  func save(_ sql: String, as name: String) throws(Message) {
    let path = try path(of: name)
    makeFolders(above: path)
    let file = try Destination.file(path)
    do throws(OutputError) {
      try file.write(sql + (sql.last == ";" ? "\n" : ";\n"))
      try file.close()
    } catch {
      throw error.message ?? Message("cannot write \(path)", status: .io)
    }
  }

  /// The file of a query that there is.
  func existing(_ name: String) throws(Message) -> String {
    let names = names
    guard names.contains(name) else {
      let near = Suggestion.nearest(to: name, among: names)
      throw Message(
        "no query is saved as \(name)",
        hint: near.map { "did you mean \($0)?" }
          ?? (names.isEmpty ? ".save NAME keeps the last query" : names.joined(separator: ", ")),
        status: .usage)
    }
    return try path(of: name)
  }

  private func makeFolders(above path: String) {
    var made = ""
    for part in path.split(separator: "/").dropLast() {
      made += "/\(part)"
      mkdir(made, 0o700)
    }
  }

  private static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
  }
}
