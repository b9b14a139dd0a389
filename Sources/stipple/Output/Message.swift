import Glibc
import Records

/// What went wrong, where, and what to do: `error:`, the source with a caret, `hint:`, `note:`.
///
/// Whatever it is given is made visible before it is shown, so a message may quote what was typed.
struct Message: Error, Equatable, Sendable {
  /// What is wrong, without a capital or a full stop.
  var error: String

  /// What else is wrong with the same thing, each on a line of its own.
  var also: [String] = []

  /// The text at fault.
  var source: Source?

  /// One thing to run or write.
  var hint: String?

  /// The state that is left behind.
  var note: String?

  /// What the command ends with when this ends it.
  var status: ExitStatus

  init(
    _ error: String, source: Source? = nil, hint: String? = nil, note: String? = nil,
    status: ExitStatus = .refused
  ) {
    self.error = error
    self.source = source
    self.hint = hint
    self.note = note
    self.status = status
  }

  /// A file whose statements or notes cannot be read, with the `errno` of opening or reading it.
  init(unreadable path: String, _ code: Int32, note: String? = nil) {
    let status: ExitStatus =
      switch code {
      case EACCES: .notAllowed
      case ENOENT, ENOTDIR, EISDIR: .badInput
      default: .io
      }
    self.init("cannot read \(path): \(systemError(code))", note: note, status: status)
  }

  /// Ctrl-C, while something was running.
  static let interrupted = Message("interrupted", status: .interrupted)

  /// The lines for stderr, each ended.
  ///
  /// A source line wider than `width` is cut around its caret.
  func text(_ style: Style = .plain, width: Int? = nil) -> String {
    var lines = [style.red("error:") + " " + visible(error)]
    if let source { lines += source.lines(style, width: width) }
    lines += also.map { style.red("error:") + " " + visible($0) }
    if let hint { lines.append(style.cyan("hint:") + " " + visible(hint)) }
    if let note { lines.append(style.bold("note:") + " " + visible(note)) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same message with the place it came from before it, such as `line 812`.
  func at(_ place: String) -> Message {
    var message = self
    message.error = "\(place): \(error)"
    return message
  }
}

extension Message {
  /// A place in a text, shown as its line with a caret below.
  struct Source: Equatable, Sendable {
    var text: String

    /// Bytes of UTF-8 before the place; past the end means the end.
    var utf8Offset: Int

    /// The line at fault and the caret's, each indented by two.
    fileprivate func lines(_ style: Style, width: Int?) -> [String] {
      let bytes = Array(text.utf8)
      let place = min(max(utf8Offset, 0), bytes.count)
      let newline = UInt8(ascii: "\n")
      let start = bytes[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
      let end = bytes[place...].firstIndex(of: newline) ?? bytes.count
      let before = Array(visible(String(decoding: bytes[start..<place], as: UTF8.self)))
      let after = visible(String(decoding: bytes[place..<end], as: UTF8.self))
      let room = max((width ?? 100) - 2, 20)

      // The caret stays in the left two thirds, so that what follows it can be read as well.
      var kept = before[...]
      var caret = kept.reduce(0) { $0 + displayWidth($1) }
      while caret > room * 2 / 3, let first = kept.first {
        caret -= displayWidth(first)
        kept = kept.dropFirst()
      }
      var lead = String(kept)
      if kept.count < before.count, let first = kept.first {
        lead = "…" + String(kept.dropFirst())
        caret += 1 - displayWidth(first)
      }
      let line = lead + fitted(after, into: room - caret).text
      return ["  " + line, "  " + String(repeating: " ", count: caret) + style.red("^")]
    }
  }
}
