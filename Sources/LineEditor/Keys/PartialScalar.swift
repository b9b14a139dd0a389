/// A scalar of which not all bytes have come yet.
///
/// What is ill-formed becomes U+FFFD by maximal subparts (Unicode Standard, chapter 3, table 3-7), so
/// that a byte which cannot continue a sequence is looked at again by itself.
struct PartialScalar {
  enum Step: Equatable {
    case incomplete
    case scalar(Unicode.Scalar)
    /// The bytes so far are ill-formed; the last one, if it is to be read again, was no part of them.
    case illFormed(readAgain: Bool)
  }

  private var value: UInt32 = 0
  private var missing = 0
  private var next: ClosedRange<UInt8> = 0x80...0xBF

  /// Takes a byte: the first of a sequence is 0x80 or above.
  mutating func take(_ byte: UInt8) -> Step {
    guard missing > 0 else { return begin(byte) }
    guard next.contains(byte) else {
      self = PartialScalar()
      return .illFormed(readAgain: true)
    }
    value = value << 6 | UInt32(byte & 0x3F)
    next = 0x80...0xBF
    missing -= 1
    guard missing == 0 else { return .incomplete }
    defer { self = PartialScalar() }
    return Unicode.Scalar(value).map(Step.scalar) ?? .illFormed(readAgain: false)
  }

  private mutating func begin(_ byte: UInt8) -> Step {
    switch byte {
    case 0xC2...0xDF: (missing, value) = (1, UInt32(byte & 0x1F))
    case 0xE0...0xEF: (missing, value) = (2, UInt32(byte & 0x0F))
    case 0xF0...0xF4: (missing, value) = (3, UInt32(byte & 0x07))
    default: return .illFormed(readAgain: false)
    }
    switch byte {
    case 0xE0: next = 0xA0...0xBF
    case 0xED: next = 0x80...0x9F
    case 0xF0: next = 0x90...0xBF
    case 0xF4: next = 0x80...0x8F
    default: break
    }
    return .incomplete
  }
}
