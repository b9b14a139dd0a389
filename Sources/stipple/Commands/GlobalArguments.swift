/// Global options may stand before the command, as git's may; the argument parser wants them after.
enum GlobalArguments {
  private static let flags = ["--json", "--plain", "--no-pager", "-q", "--quiet"]
  private static let valued = ["--store", "--mode", "--color", "--actor", "--as-of"]

  /// The program's arguments without its name, the global ones moved behind the command's name.
  static func ordered(_ arguments: [String]) -> [String] {
    var rest = arguments.dropFirst()
    var globals: [String] = []
    while let word = rest.first {
      if flags.contains(word) || valued.contains(where: { word.hasPrefix("\($0)=") }) {
        globals.append(rest.removeFirst())
      } else if valued.contains(word), rest.count > 1 {
        globals += [rest.removeFirst(), rest.removeFirst()]
      } else {
        break
      }
    }
    guard let command = rest.popFirst() else { return globals }
    // No command but an option of the program's own, whose value may be the next word.
    guard !command.hasPrefix("-") else { return [command] + rest + globals }
    return [command] + globals + (command == "init" ? withDemoSize(rest) : Array(rest))
  }

  /// The colour that the words ask for, `--plain` and `--color` wherever they stand before a `--`.
  static func color(in arguments: [String]) -> ColorChoice {
    var choice = ColorChoice.auto
    var rest = arguments.dropFirst()
    while let word = rest.popFirst(), word != "--" {
      if word == "--plain" { return .never }
      let value =
        word == "--color"
        ? rest.first : word.hasPrefix("--color=") ? String(word.dropFirst(8)) : nil
      choice = value.flatMap { ColorChoice(rawValue: $0) } ?? choice
    }
    return choice
  }

  /// `--demo` may stand with a number or without, which the argument parser cannot say.
  private static func withDemoSize(_ words: ArraySlice<String>) -> [String] {
    var result: [String] = []
    var rest = words
    while let word = rest.popFirst() {
      guard word == "--demo" else {
        result.append(word)
        continue
      }
      let size = rest.first.flatMap { Int($0) }
      if size != nil { rest.removeFirst() }
      result.append("--demo=\(size ?? InitCommand.usualDemo)")
    }
    return result
  }
}
