/// Well-formed UTF-8 sequences (Unicode 15, table 3-7).
enum UTF8Sequence {
  /// The length (1–4) of the well-formed sequence at an offset, or 0 if there is none.
  static func length(in bytes: UnsafeRawBufferPointer, at: Int) -> Int {
    let lead = bytes[at]
    switch lead {
    case 0x00..<0x80: return 1
    case 0xC2...0xDF: return follows(bytes, at + 1, 0x80, 0xBF) ? 2 : 0
    case 0xE0...0xEF:
      // The second byte's range shuts out overlong forms and surrogates.
      let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
      let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
      return follows(bytes, at + 1, low, high) && follows(bytes, at + 2, 0x80, 0xBF) ? 3 : 0
    case 0xF0...0xF4:
      let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
      let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
      return follows(bytes, at + 1, low, high) && follows(bytes, at + 2, 0x80, 0xBF)
        && follows(bytes, at + 3, 0x80, 0xBF) ? 4 : 0
    default: return 0
    }
  }

  private static func follows(
    _ bytes: UnsafeRawBufferPointer, _ at: Int, _ low: UInt8, _ high: UInt8
  ) -> Bool {
    at < bytes.count && bytes[at] >= low && bytes[at] <= high
  }
}
