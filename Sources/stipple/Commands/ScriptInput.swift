import Glibc

/// SQL that does not come from a keyboard, as a descriptor to be read.
struct ScriptInput: ~Copyable {
  let descriptor: Int32

  /// Standard input.
  static var standard: ScriptInput { ScriptInput(descriptor: dup(STDIN_FILENO)) }

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// The file at a path.
  static func file(_ path: String) throws(Message) -> ScriptInput {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw Message(unreadable: path, errno, note: "nothing was run") }
    return ScriptInput(descriptor: descriptor)
  }

  /// A text given on the command line, which never touches a disk: it waits in a pipe.
  ///
  /// Linux takes an argument of at most 128 KiB (`MAX_ARG_STRLEN`), so the pipe is made to hold it.
  static func text(_ text: String) throws(Message) -> ScriptInput {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Message("no pipe for the statement", status: .io) }
    let input = ScriptInput(descriptor: ends[0])
    defer { close(ends[1]) }
    let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ, which the module map leaves out
    _ = fcntl(ends[1], setPipeSize, Int32(1 << 18))
    var text = text + "\n"
    let isWhole = text.withUTF8 { write(ends[1], $0.baseAddress, $0.count) == $0.count }
    guard isWhole else { throw Message("the statement is too long", status: .badInput) }
    return input
  }
}

extension Repl.Settings {
  /// Settings as the command's options ask for them.
  init(options: StoreOptions) {
    self.init(mode: options.outputMode)
    style = options.style
    timer = !options.quiet
    protectedFolder = options.path
    pages = !options.noPager && !options.plain
    if options.plain { rowLimit = nil }
  }
}
