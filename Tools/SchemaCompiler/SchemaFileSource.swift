/// The file that holds the schemas themselves, so that the program can hand them out without a
/// checkout.
struct SchemaFileSource {
  /// The schemas' paths and texts, as they are on disk.
  let files: [(path: String, text: String)]

  var text: String {
    var source = SourceText(from: "events, types.json and event-line.json")
    source.block("extension SchemaFile") { source in
      source.doc("Every schema of events, in the order of the paths.")
      source.line("public static let all: [SchemaFile] = [")
      source.indented { source in
        for file in files {
          source.line("SchemaFile(path: \(SourceText.literal(file.path)), text: #\"\"\"")
          source.indented { source in
            // The newline before the closing quotes is no part of the text.
            for line in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
              source.line(String(line))
            }
            source.line("\"\"\"#),")
          }
        }
      }
      source.line("]")
    }
    return source.text
  }

  /// Throws if a text would end its literal early, or be read as one with holes.
  static func check(_ text: String, of file: String) throws(Refusal) {
    for mark in ["\"\"\"#", "\\#", "\r"] where text.contains(mark) {
      throw Refusal(file: file, pointer: "", reason: "\(mark.debugDescription) cannot be kept")
    }
  }
}
