import Glibc
import Synchronization

/// The terminal's settings while the editor reads: each byte as it comes, no echo, no signals from keys.
///
/// There is one terminal, and handlers of signals must be able to give it back: so this is a place, not a
/// value. Output is left as it is: LF is still CR LF for whatever else writes.
enum RawMode {
  /// The settings before; handlers read them, so they are never moved. (An atomic pointer is no
  /// `Sendable` global, hence its address.)
  private static let saved = UInt(bitPattern: UnsafeMutablePointer<termios>.allocate(capacity: 1))

  /// The terminals that are raw and written to; -1 for none.
  private static let input = Atomic<Int32>(-1)
  private static let output = Atomic<Int32>(-1)

  private static let pasteOn = Array("\u{1B}[?2004h".utf8)
  private static let exitCall: Void = { atexit { RawMode.leave() } }()

  private static var settings: UnsafeMutablePointer<termios> {
    UnsafeMutablePointer(bitPattern: saved)!
  }

  /// Saves the settings and takes the terminal over; false if it is none.
  static func enter(input: Int32, output: Int32) -> Bool {
    _ = exitCall
    var now = termios()
    guard tcgetattr(input, &now) == 0 else { return false }
    settings.initialize(to: now)
    return apply(input: input, output: output)
  }

  /// Takes the terminal over once more, after somebody else has set it: the settings saved first stay.
  static func apply(input: Int32, output: Int32) -> Bool {
    var raw = settings.pointee
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR | IGNCR | ISTRIP | BRKINT)
    withUnsafeMutableBytes(of: &raw.c_cc) { codes in
      codes[Int(VMIN)] = 1
      codes[Int(VTIME)] = 0
    }
    guard tcsetattr(input, TCSANOW, &raw) == 0 else { return false }
    Self.input.store(input, ordering: .releasing)
    Self.output.store(output, ordering: .releasing)
    writeAll(pasteOn, to: output)
    return true
  }

  /// Gives the terminal back as it was; nothing, if it is not raw.
  ///
  /// Safe in a handler.
  static func leave() {
    let input = Self.input.exchange(-1, ordering: .acquiringAndReleasing)
    guard input >= 0 else { return }
    // In the background, this would stop the process where it is.
    var blocked = sigset_t()
    var before = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &blocked, &before)
    // No paste brackets, the terminal's own style, wrapping: all that a drawing may have left unlike.
    let ending: StaticString = "\u{1B}[?2004l\u{1B}[m\u{1B}[?7h"
    _ = write(output.load(ordering: .acquiring), ending.utf8Start, ending.utf8CodeUnitCount)
    tcsetattr(input, TCSANOW, settings)
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }
}

/// Writes all the bytes, waiting as long as it takes; false if they cannot be.
@discardableResult
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var start = 0
  while start < bytes.count {
    let count = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress! + start, bytes.count - start)
    }
    if count >= 0 {
      start += count
    } else if errno == EAGAIN {
      var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      _ = poll(&wait, 1, -1)
    } else if errno != EINTR {
      return false
    }
  }
  return true
}
