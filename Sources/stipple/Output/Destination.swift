import Glibc

/// A place that results and messages are written to: a descriptor, or memory for a test.
///
/// Handles short writes, signals (EINTR) and a reader that has gone (EPIPE; the program ignores SIGPIPE
/// from its start).
final class Destination {
  private enum Target {
    case descriptor(Int32, isOwned: Bool)
    case memory([UInt8])
    case paged(Pager)
    case closed
  }

  private var target: Target

  /// Whether a terminal reads it.
  let isTerminal: Bool

  /// Stdout, which is not closed with the value.
  static var standardOutput: Destination { Destination(descriptor: STDOUT_FILENO) }

  /// Stderr, which is not closed with the value.
  static var standardError: Destination { Destination(descriptor: STDERR_FILENO) }

  /// A descriptor that somebody else closes.
  init(descriptor: Int32) {
    target = .descriptor(descriptor, isOwned: false)
    isTerminal = isatty(descriptor) == 1
  }

  /// Memory, to be read as `contents`; may pass for a terminal.
  init(memoryAsTerminal isTerminal: Bool) {
    target = .memory([])
    self.isTerminal = isTerminal
  }

  /// A screen behind a pager; `finishPaging()` ends it.
  init(_ pager: Pager) {
    target = .paged(pager)
    isTerminal = true
  }

  private init(owning descriptor: Int32) {
    target = .descriptor(descriptor, isOwned: true)
    isTerminal = false
  }

  deinit {
    if case .descriptor(let descriptor, isOwned: true) = target { Glibc.close(descriptor) }
  }

  /// What was written to memory so far.
  var contents: [UInt8] {
    if case .memory(let bytes) = target { bytes } else { [] }
  }

  /// Columns of the terminal now, 80 if it does not say; nil if it is none.
  var width: Int? {
    guard isTerminal else { return nil }
    return size?.columns ?? 80
  }

  /// Columns and rows of the terminal now (`TIOCGWINSZ`); nil if it does not say, or is none.
  var size: (columns: Int, rows: Int)? {
    if case .paged(let pager) = target { return pager.size }
    guard isTerminal, case .descriptor(let descriptor, _) = target else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Waits until what is behind a pager was read; nothing where none is.
  func finishPaging() throws(OutputError) {
    if case .paged(let pager) = target { try pager.finish() }
  }

  func write(_ text: String) throws(OutputError) { try write(Array(text.utf8)) }

  func write(_ bytes: [UInt8]) throws(OutputError) {
    switch target {
    case .memory(var contents):
      target = .closed
      contents += bytes
      target = .memory(contents)
    case .paged(let pager): try pager.write(bytes)
    case .closed:
      throw .failed(errno: EBADF)
    case .descriptor(let descriptor, _):
      var start = 0
      while start < bytes.count {
        let count = bytes.withUnsafeBytes { buffer in
          retryingInterrupted {
            Glibc.write(descriptor, buffer.baseAddress! + start, buffer.count - start)
          }
        }
        guard count >= 0 else { throw errno == EPIPE ? .closedPipe : .failed(errno: errno) }
        start += count
      }
    }
  }

  /// Closes what `file(_:)` opened; a disk may report only now that it is full.
  func close() throws(OutputError) {
    guard case .descriptor(let descriptor, isOwned: true) = target else { return }
    target = .closed
    if Glibc.close(descriptor) != 0, errno != EINTR { throw .failed(errno: errno) }
  }
}

extension Destination {
  /// Opens a file to write results to: made or emptied, readable by its owner alone (0600).
  ///
  /// Refused: a symbolic link, anything but a plain file, a file of other owners or with another name
  /// as well, and whatever lies in the `protecting` folder, which is the store's.
  static func file(
    _ path: String, protecting folder: String? = nil
  ) throws(Message) -> Destination {
    if let folder, isInside(path, folder) {
      throw Message(
        "\(path) is in the store's folder", hint: "a file elsewhere", note: "nothing was written",
        status: .notAllowed)
    }
    // O_NONBLOCK, so that a FIFO without a reader fails instead of waiting; emptied only once looked at.
    let flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw refusal(path, errno) }
    let destination = Destination(owning: descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw refusal(path, errno) }
    let isPlain = status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    guard isPlain, status.st_uid == geteuid() else {
      throw Message(
        "\(path) is not a plain file of your own", hint: "another file name",
        note: "nothing was written", status: .notAllowed)
    }
    guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
      throw refusal(path, errno)
    }
    return destination
  }

  /// Whether the path's folder is the given one or below it, once every link is followed.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard let inner = resolved(parent), let outer = resolved(folder) else { return false }
    return inner == outer || inner.hasPrefix(outer == "/" ? "/" : outer + "/")
  }

  private static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  static func refusal(_ path: String, _ code: Int32) -> Message {
    switch code {
    case ELOOP:
      Message(
        "\(path) is a symbolic link; not followed", hint: "name the file itself",
        note: "nothing was written", status: .notAllowed)
    case EACCES, EPERM:
      Message("cannot write \(path): \(systemError(code))", status: .notAllowed)
    default:
      Message("cannot write \(path): \(systemError(code))", status: .io)
    }
  }
}
