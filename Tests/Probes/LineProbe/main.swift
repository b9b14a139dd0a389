import Glibc
import LineEditor

// A process of its own that reads statements from its terminal, and says on it what came.
//
//   LineProbe [HISTORY]   statements end in `;`; `trap` and `leave` at the end of one end the process

let words = ["select", "session", "sessions", "from", "numbing_decisions"]

func complete(_ text: String, _ cursor: Int) -> Completion? {
  let before = Array(text.utf8.prefix(cursor))
  let start = before.lastIndex { $0 <= 0x20 }.map { $0 + 1 } ?? 0
  let typed = String(decoding: before[start...], as: UTF8.self)
  guard !typed.isEmpty else { return nil }
  return Completion(
    range: start..<cursor,
    candidates: words.filter { $0.hasPrefix(typed) }.map { Completion.Candidate($0) })
}

let language = EditedLanguage(
  isComplete: { text in
    // To see that the terminal is given back from inside a call.
    if text.hasSuffix("trap") { fatalError("as asked") }
    if text.hasSuffix("leave") { exit(3) }
    return text.hasSuffix(";")
  },
  complete: complete,
  highlight: { text in
    text.hasPrefix("select") ? [StyledRange(0..<6, TextStyle(.blue, isBold: true))] : []
  })

let path = CommandLine.arguments.dropFirst().first
let history = path.map { StatementHistory(path: $0, redact: { $0.filter { !$0.isNumber } }) }
let editor = LineEditor(language: language, history: history ?? StatementHistory())
let prompt = LineEditor.Prompt("probe> ", continuation: "  ...> ")

guard LineEditor.isUsable(environment: { name in getenv(name).map { String(cString: $0) } }) else {
  print("plain")
  exit(2)
}
while true {
  switch editor.readStatement(prompt: prompt) {
  case .statement(let text): print("got \(text.debugDescription)")
  case .interrupted: print("interrupted")
  case .end:
    print("end")
    exit(0)
  }
  fflush(nil)
}
