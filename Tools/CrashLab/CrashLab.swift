import Foundation

/// What the command line asks for.
struct Wish {
  var names: [String] = []
  var seed: UInt64 = 42
  var scale = Scale.small
  var only: Int?
  var skipsMounts = false
  var stipple = ".build/release/stipple"
  var preloads = ".build/crash-lab"
  var isHelp = false

  static let help = """
    usage: Tools/crash-lab [HARNESS…] [--seed K] [--scale small|large|N] [--skip-mounts]
                           [--stipple PATH] [--only CYCLE]

    Does a store harm and looks whether Stipple keeps its word. Every harness is first run with a
    fault planted, which it must find. Ends with 0 only if every control found its fault and no
    harness found any.

    """

  init(_ words: [String]) throws {
    var rest = words[...]
    func value(_ option: String) throws -> String {
      guard let word = rest.popFirst() else { throw LabError("\(option) takes a value") }
      return word
    }
    while let word = rest.popFirst() {
      switch word {
      case "--help", "-h": isHelp = true
      case "--seed":
        guard let number = UInt64(try value(word)) else { throw LabError("--seed takes a number") }
        seed = number
      case "--scale":
        switch try value(word) {
        case "small": scale = .small
        case "large": scale = .large
        case let text:
          guard let count = Int(text), count > 0 else {
            throw LabError("--scale takes small, large or a number of cycles")
          }
          scale = .cycles(count)
        }
      case "--only":
        only = Int(try value(word))
        guard only != nil else { throw LabError("--only takes a cycle's number") }
      case "--skip-mounts": skipsMounts = true
      case "--stipple": stipple = try value(word)
      case "--preloads": preloads = try value(word)
      default:
        guard harnesses.contains(where: { $0.name == word }) else {
          let known = harnesses.map { $0.name }.joined(separator: ", ")
          throw LabError("\(word) is no harness; there are \(known)")
        }
        names.append(word)
      }
    }
  }
}

@main
enum CrashLab {
  static func main() {
    do {
      if try Probes.answer(CommandLine.arguments) { return }
      let wish = try Wish(Array(CommandLine.arguments.dropFirst()))
      if wish.isHelp {
        print(Wish.help, terminator: "")
        for harness in harnesses { print("  \(harness.name.padded(10))\(harness.about)") }
        return
      }
      signal(SIGPIPE, SIG_IGN)
      let bench = try Bench(
        stipple: absolute(wish.stipple), preloads: absolute(wish.preloads), seed: wish.seed,
        scale: wish.scale, only: wish.only, skipsMounts: wish.skipsMounts,
        isTalkative: isatty(STDERR_FILENO) == 1)
      defer { bench.remove(bench.ground) }
      let chosen = harnesses.filter { wish.names.isEmpty || wish.names.contains($0.name) }
      var isSound = true
      for harness in chosen where !Trial(harness, bench).passes() { isSound = false }
      bench.remove(bench.ground)
      exit(isSound ? 0 : 1)
    } catch {
      say("error: \(error)")
      exit(64)
    }
  }

  private static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

/// A line on standard error.
func say(_ line: String) {
  FileHandle.standardError.write(Data("\(line)\n".utf8))
}

extension String {
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
