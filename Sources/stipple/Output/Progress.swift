import ClinicStore

/// Long work told on standard error once it has taken a second, and stopped by Ctrl-C.
///
/// On a terminal one line is written over and over; under `--plain` or ACCESSIBLE a line for each tenth.
/// Elsewhere, and under `-q`, nothing is told.
struct Progress {
  private enum Manner {
    case silent, rewriting, lines
  }

  private let what: String
  private let manner: Manner
  private let screen = Destination.standardError
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var told: ContinuousClock.Instant?
  /// Lines that were told.
  private var tenths = 0

  /// The progress of something such as `verify`.
  init(_ what: String, _ options: StoreOptions) {
    self.what = what
    start = clock.now
    let isAccessible = environment("ACCESSIBLE").map { !$0.isEmpty } ?? false
    let isDumb = environment("TERM") == "dumb"
    if options.quiet || !screen.isTerminal {
      manner = .silent
    } else {
      manner = options.plain || isAccessible || isDumb ? .lines : .rewriting
    }
    Interrupts.install()
  }

  /// Says how far it is, if it is time to.
  ///
  /// - Throws: `StoreError.interrupted` once Ctrl-C was pressed.
  mutating func update(done: Int, of total: Int) throws(StoreError) {
    guard !Interrupts.pending else { throw .interrupted }
    guard manner != .silent, total > 0, clock.now - start > .seconds(1) else { return }
    let part = min(done, total) * 100 / total
    switch manner {
    case .silent: return
    case .lines:
      guard part / 10 > tenths else { return }
      tenths = part / 10
      try? screen.write("\(what): \(tenths * 10) %\n")
    case .rewriting:
      if let told, clock.now - told < .milliseconds(100) { return }
      told = clock.now
      try? screen.write("\r\u{1B}[K\(what): \(part) %, \(done) of \(total) · Ctrl-C stops it")
    }
  }

  /// Says how long it has taken, of work whose end nobody knows.
  mutating func wait() {
    guard manner != .silent else { return }
    let seconds = (clock.now - start).components.seconds
    guard seconds > 0 else { return }
    switch manner {
    case .silent: return
    case .lines:
      // A line at 1, 2, 4, 8 … seconds.
      guard seconds >= 1 << Int64(tenths) else { return }
      tenths += 1
      try? screen.write("\(what): \(seconds) s\n")
    case .rewriting:
      if let told, clock.now - told < .milliseconds(200) { return }
      told = clock.now
      try? screen.write("\r\u{1B}[K\(what): \(seconds) s · Ctrl-C cancels it")
    }
  }

  /// Takes the line away.
  mutating func finish() {
    if manner == .rewriting, told != nil { try? screen.write("\r\u{1B}[K") }
    told = nil
  }
}
