/// What the command line asks for; `Tools/bench` fills in the paths.
struct Options {
  /// `100k` where none is given; `10m` with `--scale`.
  var size = ""
  var rounds = 5
  var only: Set<String> = []
  var saves = false
  var checks = false
  var isScale = false
  /// The release binary, for what a user waits for.
  var stipple = ".build/release/stipple"
  /// The peers' programs, built.
  var peers = ".build/bench"
  var python = ".build/bench-python/bin/python"
  /// Where PostgreSQL's socket is; nil leaves it out.
  var postgres: String?
  var baseline = "Tools/Benchmarks/baseline.json"
  var readme = "README.md"
  var json: String?
  var commit = "unknown"
  var folder = "/tmp"

  /// How many events the size is.
  var events: Int? {
    let number = size.lowercased()
    let unit = number.hasSuffix("k") ? 1_000 : number.hasSuffix("m") ? 1_000_000 : 1
    return Int(unit == 1 ? number : String(number.dropLast())).map { $0 * unit }
  }

  init(_ arguments: some Sequence<String>) throws {
    var words = Array(arguments)[...]
    func value(_ option: String) throws -> String {
      guard let word = words.popFirst() else { throw Refusal("\(option) takes a value") }
      return word
    }
    while let word = words.popFirst() {
      switch word {
      case "--size": size = try value(word)
      case "--rounds":
        guard let number = Int(try value(word)), number > 0 else {
          throw Refusal("--rounds takes a number")
        }
        rounds = number
      case "--only":
        while let name = words.first, !name.hasPrefix("--") {
          only.insert(name)
          words.removeFirst()
        }
      case "--check": checks = true
      case "--save": saves = true
      case "--scale": isScale = true
      case "--stipple": stipple = try value(word)
      case "--peers": peers = try value(word)
      case "--python": python = try value(word)
      case "--postgres": postgres = try value(word)
      case "--baseline": baseline = try value(word)
      case "--json": json = try value(word)
      case "--commit": commit = try value(word)
      case "--folder": folder = try value(word)
      default: throw Refusal("there is no \(word)")
      }
    }
    if size.isEmpty { size = isScale ? "10m" : "100k" }
    guard events != nil else { throw Refusal("--size takes 10k, 100k, 1m or 5m") }
  }
}

/// Why nothing was measured.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
