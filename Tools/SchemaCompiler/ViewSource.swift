/// The file that holds every view's SELECT.
struct ViewSource {
  let views: [ViewSchema]

  var text: String {
    var source = SourceText(from: "views")
    source.block("extension View") { source in
      source.doc("Every view, by name.")
      source.line("public static let all: [View] = [")
      source.indented { source in
        for view in views { Self.add(view, to: &source) }
      }
      source.line("]")
    }
    return source.text
  }

  private static func add(_ view: ViewSchema, to source: inout SourceText) {
    source.line("View(")
    source.indented { source in
      source.line("name: \(SourceText.literal(view.name)),")
      source.line("summary: \(SourceText.literal(view.summary)),")
      source.line("key: [\(view.key.map(SourceText.literal).joined(separator: ", "))],")
      source.line("sql: #\"\"\"")
      source.indented { source in
        for line in view.sql.split(separator: "\n", omittingEmptySubsequences: false) {
          source.line(String(line))
        }
        source.line("\"\"\"#),")
      }
    }
  }
}
