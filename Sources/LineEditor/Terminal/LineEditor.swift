import Glibc

/// Reads statements from a terminal, edited as they are typed.
///
/// The terminal is raw only inside `readStatement(prompt:)`; between two statements it is as the program
/// found it, so that Ctrl-C is a signal again and what is written comes out in order. It is given back on
/// every way out: a return, a signal, a trap, `exit`. One editor reads at a time, on one thread.
public final class LineEditor {
  /// What is found with Up and Ctrl-R; a problem with its file waits here to be told.
  public var history: StatementHistory

  private let input: Int32
  private let output: Int32
  private var decoder = KeyDecoder()
  private var state: EditorState
  private var screen: Screen

  /// Keys that came behind the end of a statement: they are the next one's.
  private var keys: ArraySlice<Key> = []

  /// How long ESC alone is waited for, milliseconds.
  private static let escapeDelay: Int32 = 50

  /// An editor of a language.
  ///
  /// - Parameters:
  ///   - isColored: whether colours are sent; without them, text is still dim, underlined or reversed.
  ///   - input: the terminal that is read.
  ///   - output: the terminal that is written to.
  public init(
    language: EditedLanguage, history: StatementHistory, isColored: Bool = true,
    input: Int32 = 0, output: Int32 = 1
  ) {
    self.history = history
    self.input = input
    self.output = output
    state = EditorState(language: language)
    screen = Screen(size: Self.size(of: output), isColored: isColored)
  }

  /// Whether there is a terminal to edit on, and somebody who wants it: else lines are to be read plainly.
  ///
  /// Both descriptors must be terminals, `TERM` set and not `dumb`, `ACCESSIBLE` unset or empty: a screen
  /// reader reads lines better than redrawings.
  public static func isUsable(
    input: Int32 = 0, output: Int32 = 1,
    environment: (String) -> String?
  ) -> Bool {
    let terminal = environment("TERM") ?? ""
    let isAccessible = !(environment("ACCESSIBLE") ?? "").isEmpty
    return !terminal.isEmpty && terminal != "dumb" && !isAccessible && isatty(input) == 1
      && isatty(output) == 1
  }

  /// Waits for a statement; the cursor is at the beginning of a row when it returns.
  ///
  /// What is answered with `.statement` has been added to the history.
  public func readStatement(prompt: Prompt) -> Outcome {
    Signals.install()
    guard RawMode.enter(input: input, output: output) else {
      Signals.uninstall()
      return .end
    }
    defer {
      RawMode.leave()
      Signals.uninstall()
    }
    startAfresh()
    state.begin(history: history.entries)
    takeTypedAhead()
    while true {
      guard let key = keys.popFirst() else {
        guard draw(prompt) else { return .end }
        if let outcome = wait(prompt) { return outcome }
        continue
      }
      switch state.take(key) {
      case .none: break
      case .bell: send([0x07])
      case .clearScreen: send(screen.clear())
      case .suspend: suspend(byKey: true)
      case .submit(let statement):
        finish(prompt)
        history.add(statement)
        return .statement(statement)
      case .interrupted:
        finish(prompt, mark: "^C")
        return .interrupted
      case .end:
        finish(prompt)
        return .end
      }
    }
  }

  // MARK: Waiting

  /// Waits for keys or a signal; what it gives ends the reading.
  private func wait(_ prompt: Prompt) -> Outcome? {
    var waits = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Signals.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    let ready = poll(&waits, 2, decoder.isWaiting ? Self.escapeDelay : -1)
    if ready < 0, errno != EINTR { return .end }
    var new: [Key] = []
    defer { keys += new }
    if ready == 0 {
      decoder.timeOut(into: &new)
      return nil
    }
    // A signal that came in between is seen now; its handler has run.
    for signal in Signals.take().sorted() {
      if let outcome = answer(signal, prompt) { return outcome }
    }
    guard ready > 0, waits[0].revents != 0 else { return nil }
    let count = read(into: &new) { $0 }
    if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { return .end }
    return nil
  }

  /// Takes what was typed before the terminal was raw, when Ctrl-D was kept as a NUL (`n_tty`).
  private func takeTypedAhead() {
    var waits = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    guard poll(&waits, 1, 0) > 0 else { return }
    var new: [Key] = []
    _ = read(into: &new) { $0 == 0 ? 0x04 : $0 }
    keys += new
  }

  /// Reads the bytes that are there as keys, each byte as `meaning` takes it; what `read(2)` gives.
  private func read(into new: inout [Key], _ meaning: (UInt8) -> UInt8) -> Int {
    withUnsafeTemporaryAllocation(byteCount: 1 << 14, alignment: 1) { space in
      let count = Glibc.read(input, space.baseAddress!, space.count)
      if count > 0 { for byte in space[..<count] { decoder.take(meaning(byte), into: &new) } }
      return count
    }
  }

  private func answer(_ signal: Int32, _ prompt: Prompt) -> Outcome? {
    switch signal {
    case SIGWINCH:
      send(screen.resize(to: Self.size(of: output)))
    case SIGINT:
      finish(prompt, mark: "^C")
      return .interrupted
    case SIGTSTP: suspend(byKey: false)
    case SIGCONT:
      // After a stop that could not be seen coming, the settings are somebody else's.
      _ = RawMode.apply(input: input, output: output)
      startAfresh()
    default:
      // The program's own answer, which is mostly its end.
      send(screen.leave())
      RawMode.leave()
      Signals.restore(signal)
      raise(signal)
      return .end
    }
    return nil
  }

  /// Stops the process until it is brought back; the whole job, if Ctrl-Z asked.
  private func suspend(byKey: Bool) {
    send(screen.leave())
    RawMode.leave()
    Signals.restore(SIGTSTP)
    if byKey { kill(0, SIGTSTP) } else { raise(SIGTSTP) }
    Signals.replace(SIGTSTP)
    _ = RawMode.enter(input: input, output: output)
    _ = Signals.take()
    startAfresh()
  }

  /// Draws on the rows below, whatever stands above: others have written there.
  private func startAfresh() {
    screen = Screen(size: Self.size(of: output), isColored: screen.isColored)
  }

  // MARK: Showing

  private func draw(_ prompt: Prompt) -> Bool {
    let top = screen.frame?.top ?? 0
    return send(screen.draw(Frame(state, prompt: prompt, size: screen.size, top: top)))
  }

  private func finish(_ prompt: Prompt, mark: String = "") {
    var bytes = screen.finish(Frame(final: state, prompt: prompt, columns: screen.size.columns))
    if !mark.isEmpty {
      // Behind the text, before the new row.
      bytes.insert(contentsOf: Array(mark.utf8), at: bytes.count - 2)
    }
    send(bytes)
  }

  @discardableResult
  private func send(_ bytes: [UInt8]) -> Bool { bytes.isEmpty || writeAll(bytes, to: output) }

  /// The terminal's size now (`TIOCGWINSZ`); 80 by 24 where it does not say.
  private static func size(of output: Int32) -> TerminalSize {
    var size = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return TerminalSize(columns: 80, rows: 24)
    }
    return TerminalSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }
}
