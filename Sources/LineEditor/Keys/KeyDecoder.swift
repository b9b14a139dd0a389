/// Makes keys out of the bytes that a terminal sends, one byte at a time.
///
/// However the bytes are split over reads, the keys are the same. What is not known is swallowed whole.
/// Only time tells ESC alone from the beginning of a sequence: while `isWaiting`, the caller calls
/// `timeOut()` once some 50 ms pass without a byte.
struct KeyDecoder {
  /// The longest paste that is kept, bytes: SQLite takes no longer statement.
  static let longestPaste = 1_000_000

  /// The longest sequence that is read for its meaning, bytes; what is longer means nothing.
  private static let longestSequence = 64

  private enum State: Equatable {
    case ground
    case scalar(isAlt: Bool)
    /// After ESC; `isDouble` after two of them, of which the first may be Alt (rxvt) or a key.
    case escape(isDouble: Bool)
    /// After `ESC [`.
    case sequence(isAlt: Bool)
    /// After `ESC O`.
    case single(isAlt: Bool)
    /// After `ESC [ [`: F1 to F5 of the Linux console.
    case linuxFunction
    /// After `ESC ]` and the like: text up to BEL or ST, of no use to an editor.
    case string(introducer: UInt8, isEmpty: Bool)
    case stringEscape(introducer: UInt8, isEmpty: Bool)
    case mouse(missing: Int)
    case paste
  }

  private var state = State.ground
  private var scalar = PartialScalar()
  private var parameters: [UInt8] = []
  private var pasted = Paste()

  /// Whether what has come so far may mean something by itself.
  var isWaiting: Bool {
    switch state {
    case .escape, .linuxFunction, .stringEscape, .mouse: true
    case .sequence, .single: parameters.isEmpty
    case .string(_, let isEmpty): isEmpty
    case .paste: !pasted.isIdle
    case .ground, .scalar: false
    }
  }

  /// Takes a byte, and appends the keys that it completes.
  mutating func take(_ byte: UInt8, into keys: inout [Key]) {
    switch state {
    case .ground: takeOnGround(byte, into: &keys)
    case .scalar(let isAlt): takeInScalar(byte, isAlt, into: &keys)
    case .escape(let isDouble): takeAfterEscape(byte, isDouble, into: &keys)
    case .sequence(let isAlt): takeInSequence(byte, isAlt, into: &keys)
    case .single(let isAlt): takeInSingle(byte, isAlt, into: &keys)
    case .linuxFunction:
      state = .ground
      if (0x41...0x45).contains(byte) {
        keys.append(Key(.function(Int(byte) - 0x40)))
      } else if !isPrintable(byte) {
        takeOnGround(byte, into: &keys)
      }
    case .string(let introducer, let isEmpty):
      takeInString(byte, introducer, isEmpty, into: &keys)
    case .stringEscape(let introducer, let isEmpty):
      state = .ground
      if byte == UInt8(ascii: "\\") { return }
      if isEmpty { keys.append(Key(ascii: introducer, .alt)) }
      takeAfterEscape(byte, false, into: &keys)
    case .mouse(let missing):
      state = missing > 1 ? .mouse(missing: missing - 1) : .ground
      if byte < 0x20 {
        state = .ground
        takeOnGround(byte, into: &keys)
      }
    case .paste: takeInPaste(byte, into: &keys)
    }
  }

  /// Takes what has come so far for what it is by itself: nothing more belongs to it.
  mutating func timeOut(into keys: inout [Key]) {
    guard isWaiting else { return }
    switch state {
    case .escape(let isDouble):
      if isDouble { keys.append(Key(.escape)) }
      keys.append(Key(.escape))
    case .sequence(let isDouble), .single(let isDouble):
      if isDouble { keys.append(Key(.escape)) }
      let isSingle = state == .single(isAlt: isDouble)
      keys.append(.alt(isSingle ? "O" : "["))
    case .string(let introducer, _): keys.append(Key(ascii: introducer, .alt))
    case .stringEscape(let introducer, let isEmpty):
      if isEmpty { keys.append(Key(ascii: introducer, .alt)) }
      keys.append(Key(.escape))
    case .paste:
      pasted.isIdle = true
      return
    case .ground, .scalar, .linuxFunction, .mouse: break
    }
    state = .ground
  }

  // MARK: Text

  private mutating func takeOnGround(_ byte: UInt8, into keys: inout [Key]) {
    takeText(byte, isAlt: false, into: &keys)
  }

  private mutating func takeText(_ byte: UInt8, isAlt: Bool, into keys: inout [Key]) {
    state = .ground
    if byte >= 0x80 {
      takeInScalar(byte, isAlt, into: &keys)
    } else if byte == 0x1B {
      state = .escape(isDouble: false)
    } else {
      keys.append(Key(ascii: byte, isAlt ? .alt : []))
    }
  }

  private mutating func takeInScalar(_ byte: UInt8, _ isAlt: Bool, into keys: inout [Key]) {
    let modifiers: Key.Modifiers = isAlt ? .alt : []
    switch scalar.take(byte) {
    case .incomplete: state = .scalar(isAlt: isAlt)
    case .scalar(let whole):
      state = .ground
      keys.append(Key(.scalar(whole), modifiers))
    case .illFormed(let readAgain):
      state = .ground
      keys.append(Key(.scalar("\u{FFFD}"), modifiers))
      if readAgain { takeOnGround(byte, into: &keys) }
    }
  }

  // MARK: Sequences

  private mutating func takeAfterEscape(
    _ byte: UInt8, _ isDouble: Bool, into keys: inout [Key]
  ) {
    parameters.removeAll(keepingCapacity: true)
    switch byte {
    case UInt8(ascii: "["): state = .sequence(isAlt: isDouble)
    case UInt8(ascii: "O"): state = .single(isAlt: isDouble)
    case 0x1B:
      if isDouble { keys.append(Key(.escape)) }
      state = .escape(isDouble: true)
    default:
      if isDouble { keys.append(Key(.escape)) }
      if "P]^_X".utf8.contains(byte) {
        state = .string(introducer: byte, isEmpty: true)
      } else {
        takeText(byte, isAlt: true, into: &keys)
      }
    }
  }

  private mutating func takeInSequence(_ byte: UInt8, _ isAlt: Bool, into keys: inout [Key]) {
    guard isPrintable(byte) else { return takeText(byte, isAlt: false, into: &keys) }
    if byte == UInt8(ascii: "["), parameters.isEmpty {
      state = .linuxFunction
      return
    }
    let isDollar = byte == UInt8(ascii: "$") && KeySequence.isEndedByDollar(parameters)
    guard byte >= 0x40 || isDollar else { return keep(byte) }
    state = .ground
    guard parameters.count < Self.longestSequence else { return }
    switch KeySequence(parameters: parameters, final: byte, isAlt: isAlt) {
    case .key(let key): keys.append(key)
    case .pasteBegins:
      pasted = Paste()
      state = .paste
    case .mouseReport: state = .mouse(missing: 3)
    case nil: break
    }
  }

  private mutating func takeInSingle(_ byte: UInt8, _ isAlt: Bool, into keys: inout [Key]) {
    guard isPrintable(byte) else { return takeText(byte, isAlt: false, into: &keys) }
    guard byte >= 0x40 else { return keep(byte) }
    state = .ground
    if let key = KeySequence.single(parameters, final: byte, isAlt: isAlt) { keys.append(key) }
  }

  private mutating func takeInString(
    _ byte: UInt8, _ introducer: UInt8, _ isEmpty: Bool, into keys: inout [Key]
  ) {
    switch byte {
    case 0x07: state = .ground
    case 0x1B: state = .stringEscape(introducer: introducer, isEmpty: isEmpty)
    // Nothing else that controls can be in a string: Ctrl-C and Enter are always keys.
    case 0x00..<0x20, 0x7F:
      if isEmpty { keys.append(Key(ascii: introducer, .alt)) }
      takeOnGround(byte, into: &keys)
    default: state = .string(introducer: introducer, isEmpty: false)
    }
  }

  private mutating func keep(_ byte: UInt8) {
    if parameters.count < Self.longestSequence { parameters.append(byte) }
  }

  private func isPrintable(_ byte: UInt8) -> Bool { (0x20...0x7E).contains(byte) }

  // MARK: Pastes

  private mutating func takeInPaste(_ byte: UInt8, into keys: inout [Key]) {
    // A terminal that never ends its paste would keep everything that is typed: Ctrl-C after a pause
    // is a person's.
    if byte == 0x03, pasted.isIdle {
      pasted = Paste()
      state = .ground
      keys.append(.control("c"))
      return
    }
    guard pasted.take(byte) else { return }
    keys.append(pasted.key)
    pasted = Paste()
    state = .ground
  }
}
