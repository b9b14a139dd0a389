import Records

/// The two sides of a guided visit: lines that are shown, and lines that are typed or piped in.
///
/// Whatever is shown is made visible here, and only here.
final class Conversation {
  private var reader: LineReader
  private let output: Destination
  private let style: Style
  /// Whether the cursor stands behind a prompt.
  private var isAfterPrompt = false
  /// The columns of the last prompt.
  private var promptWidth = 0
  /// Whether somebody types, and can be asked again; else the first bad line ends it.
  let isTyped: Bool
  /// The columns that lines should fit.
  let width: Int

  /// - Parameters:
  ///   - input: the descriptor that lines come from.
  ///   - output: where the conversation is shown.
  init(input: Int32, isTyped: Bool, output: Destination, style: Style, width: Int) {
    reader = LineReader(descriptor: input)
    self.isTyped = isTyped
    self.output = output
    self.style = style
    self.width = width
  }

  /// Shows lines.
  func say(_ lines: [String]) throws {
    for line in lines { try put(visible(line)) }
  }

  /// Shows a line that is beside the point.
  func remark(_ line: String) throws {
    for row in visible(line).rows(of: width) { try put(row, style.dim(row)) }
  }

  /// Shows what the next questions are about.
  func head(_ title: String, _ detail: String?) throws {
    let detail = detail.map { " · \(visible($0))" } ?? ""
    try put("")
    try put(visible(title) + detail, style.bold(visible(title)) + detail)
  }

  /// Asks for a line; nil is the end of them.
  ///
  /// Ctrl-C clears the line and asks again.
  func ask(_ prompt: String) throws -> String? {
    while true {
      let shown = visible(prompt)
      try endLine()
      try output.write(shown)
      promptWidth = displayWidth(shown)
      isAfterPrompt = true
      switch reader.next() {
      case .line(let line):
        // A terminal shows what is typed and its end.
        if isTyped { isAfterPrompt = false }
        return line
      case .interrupted:
        guard isTyped else { throw Message.interrupted }
        try endLine()
      case .refused(let message):
        try complain(
          Message("that line is no text that can be kept", status: message.status))
        if message.status == .io { throw Message(message.error, status: .io) }
      case .end:
        try endLine()
        return nil
      }
    }
  }

  /// Shows what was taken of a line, where no terminal has shown it.
  func echo(_ text: String) throws {
    guard isAfterPrompt else { return }
    try output.write(fitted(visible(text), into: max(width - promptWidth, 1)).text + "\n")
    isAfterPrompt = false
  }

  /// Tells what is wrong; where nobody types, that ends the visit.
  func complain(_ message: Message) throws {
    try endLine()
    guard isTyped else { throw message.at("line \(reader.lineNumber)") }
    try tell(message)
  }

  /// Tells what is wrong, and goes on in any case: the next line may answer it.
  func tell(_ message: Message) throws {
    let styled = message.text(style).split(separator: "\n")
    for (plain, styled) in zip(message.text().split(separator: "\n"), styled) {
      try put(String(plain), String(styled))
    }
  }

  /// The number of the line that was read last.
  var lineNumber: Int { reader.lineNumber }

  /// Shows a line, broken where it does not fit.
  ///
  /// - Parameter styled: the same with colours, all of them within the first row.
  private func put(_ line: String, _ styled: String? = nil) throws {
    try endLine()
    var rows = line.rows(of: width)
    if let styled { rows[0] = String(styled.dropLast(line.count - rows[0].count)) }
    for row in rows { try output.write(row + "\n") }
  }

  private func endLine() throws {
    guard isAfterPrompt else { return }
    isAfterPrompt = false
    try output.write("\n")
  }
}
