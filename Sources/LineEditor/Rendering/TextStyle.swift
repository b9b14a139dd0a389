/// One of the 16 colours that every terminal has, in the shades that its owner chose.
public enum TextColor: UInt8, CaseIterable, Sendable {
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow
  case brightBlue, brightMagenta, brightCyan, brightWhite
}

/// How a piece of text looks: `SGR` of ECMA-48, and no more of it than this.
public struct TextStyle: Hashable, Sendable {
  /// The colour of the letters; nil is the terminal's own.
  public var color: TextColor?

  /// Whether it is bold.
  public var isBold: Bool

  /// Whether it is dim.
  public var isDim: Bool

  /// Whether it is underlined.
  public var isUnderlined: Bool

  /// Whether letters and ground change places.
  public var isReversed: Bool

  /// As the terminal writes by itself.
  public static let plain = TextStyle()

  /// Text in a colour, or set off otherwise.
  public init(
    _ color: TextColor? = nil, isBold: Bool = false, isDim: Bool = false,
    isUnderlined: Bool = false, isReversed: Bool = false
  ) {
    self.color = color
    self.isBold = isBold
    self.isDim = isDim
    self.isUnderlined = isUnderlined
    self.isReversed = isReversed
  }

  /// The sequence that sets this style and no other.
  func sequence(isColored: Bool) -> String {
    var codes = ["0"]
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if isUnderlined { codes.append("4") }
    if isReversed { codes.append("7") }
    if let color, isColored {
      let number = Int(color.rawValue)
      codes.append(String(number < 8 ? 30 + number : 82 + number))
    }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}
