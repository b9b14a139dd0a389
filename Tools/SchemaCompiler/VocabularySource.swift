/// The file of one enumeration.
struct VocabularySource {
  let enumeration: Enumeration

  var text: String {
    var source = SourceText(from: "types.json")
    source.line("public import Records")
    source.line()
    source.doc(enumeration.summary)
    source.block("public enum \(enumeration.swiftName): UInt8, Vocabulary") { source in
      for (code, word) in enumeration.words.enumerated() {
        source.doc("`\(word)`")
        source.line("case \(SwiftName.enumCase(word)) = \(code)")
      }
      source.line()
      source.doc("Every word, in the order of the codes.")
      source.line("public static let names: [String] = [")
      source.indented { source in
        for word in enumeration.words { source.line(SourceText.literal(word) + ",") }
      }
      source.line("]")
      source.line()
      source.doc("The same list as a descriptor.")
      let name = SourceText.literal(enumeration.name)
      source.line("public static let type: EnumType = EnumType(name: \(name), words: names)")
    }
    return source.text
  }
}
