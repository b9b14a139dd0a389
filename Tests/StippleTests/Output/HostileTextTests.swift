import Testing

@testable import stipple

struct HostileTextTests {
  @Test(arguments: OutputMode.allCases)
  func `nothing unsafe reaches a screen in any mode`(_ mode: OutputMode) throws {
    for text in HostileText.all {
      let output = try rendered(
        mode, [text, "n"], [[.text(text), .integer(1)], [.text("x" + text), .null]],
        .terminal(width: 70))
      var tabs = 0
      for scalar in output.unicodeScalars where scalar != "\n" {
        if mode == .tsv, scalar == "\t" {
          tabs += 1
        } else {
          #expect(
            !HostileText.isUnsafe(scalar), "\(mode) \(text.debugDescription): \(scalar.value)")
        }
      }
      if mode == .tsv { #expect(tabs == 3) }
    }
  }

  @Test(arguments: [OutputMode.table, .line, .markdown, .tsv, .json, .ndjson, .html])
  func `nor a file in the modes that escape`(_ mode: OutputMode) throws {
    for text in HostileText.all {
      let output = try rendered(mode, ["t", "n"], [[.text(text), .integer(1)]], .file)
      for scalar in output.unicodeScalars where scalar != "\n" && !(mode == .tsv && scalar == "\t")
      {
        #expect(!HostileText.isUnsafe(scalar), "\(mode) \(text.debugDescription)")
      }
    }
  }

  @Test(arguments: [OutputMode.table, .csv, .tsv, .ndjson, .markdown, .html])
  func `a row stays a line on a screen`(_ mode: OutputMode) throws {
    for text in HostileText.all {
      let output = try rendered(mode, ["t"], [[.text(text)]], .terminal(width: 70))
      let lines = output.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      let expected = [.ndjson: 1, .markdown: 3, .html: 8][mode] ?? 2
      #expect(lines == expected, "\(mode) \(text.debugDescription)")
    }
  }

  @Test func `messages quote nothing raw`() {
    for text in HostileText.all {
      let source = Message.Source(text: text, utf8Offset: text.utf8.count)
      let message = Message(text, source: source, hint: text, note: text)
      for scalar in message.text().unicodeScalars where scalar != "\n" {
        #expect(!HostileText.isUnsafe(scalar), "\(text.debugDescription)")
      }
    }
  }

  @Test func `the check itself finds what is raw`() {
    #expect("\u{1B}[2J".unicodeScalars.contains(where: HostileText.isUnsafe))
    #expect(!"plain 日本 👩‍👩‍👧".unicodeScalars.contains(where: HostileText.isUnsafe))
  }
}
