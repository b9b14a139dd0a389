/// One value of a result, of SQLite's five storage classes.
enum Cell: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// Whether it is a number, which stands at the right of its column.
  var isNumber: Bool {
    switch self {
    case .integer, .real: true
    case .null, .text, .blob: false
    }
  }
}

extension Cell {
  /// The shortest decimal digits that read back as the same number; `Inf` and `-Inf` as SQLite says them.
  static func digits(of value: Double) -> String {
    if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
    return value.description
  }

  /// A blob as SQL writes it, `X'0A1B'`; of a longer one than `most` bytes, only so many and an `…`.
  static func literal(of blob: [UInt8], most: Int = .max) -> String {
    let shown = blob.prefix(most)
    return "X'" + hexadecimal(shown) + (shown.count < blob.count ? "…" : "'")
  }

  /// Two upper-case hexadecimal digits a byte.
  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// A small answer that is made whole: the tables there are, the columns of one.
struct Listing: Equatable, Sendable {
  var columns: [String]
  var rows: [[Cell]]
}
