import CSQLite
import Records

/// How the stored whole number of a column answers to the SQL value that a statement shows.
enum Measure: UInt8 {
  /// A number as it stands.
  case integer
  /// Days since 1970, shown as `2026-03-01`.
  case date
  /// Microseconds since 1970, shown as `2026-03-01 10:05:00`.
  case instant
  /// The code of an enum's word; only equality keeps its order.
  case word
  /// Not a number: bytes of UTF-8, in their own order.
  case text
}

/// How a constraint compares the column with its value.
enum Comparison {
  case equal, above, atLeast, below, atMost
}

/// The whole numbers that a constraint may hold for: a superset, never less.
///
/// SQLite checks every row again, so too much is slow and too little is wrong. A virtual table is
/// given the value before SQLite has applied any affinity to it: 2.5, '7abc' and NULL all come here.
struct Bracket: Equatable {
  var low = Int64.min
  var high = Int64.max
  /// Whether the constraint can hold for nothing.
  var isEmpty = false

  /// Whether it holds exactly one number.
  var isPoint: Bool { low == high && !isEmpty }

  /// What two constraints leave.
  mutating func narrow(_ other: Bracket) {
    low = max(low, other.low)
    high = min(high, other.high)
    isEmpty = isEmpty || other.isEmpty || low > high
  }

  /// Every number.
  init() {}

  /// Where an integer column can stand to a value.
  init(_ comparison: Comparison, integer value: SQLOperand) {
    self.init()
    switch value {
    case .null: isEmpty = true
    case .integer(let number): self = Bracket(comparison, number)
    case .real(let number): self = Bracket(comparison, number)
    case .text(let bytes):
      // '7' is 7 to a column of numbers, but only where the other side has no affinity of its own.
      if comparison == .equal, let number = Int64(digits: bytes) {
        self = Bracket(.equal, number)
      }
    case .blob: break
    }
  }

  /// Where a date or an instant can stand to a value: to the day, which is enough of a superset.
  init(_ comparison: Comparison, _ measure: Measure, _ value: SQLOperand) {
    switch value {
    case .null: isEmpty = true
    case .text(let bytes):
      guard let day = CalendarDate(leading: bytes) else { return }
      let first = measure == .date ? day.days : day.days * Self.dayLength
      let last = measure == .date ? day.days : first + Self.dayLength - 1
      switch comparison {
      case .equal:
        if measure == .instant, let exact = Instant(sql: bytes)?.microseconds {
          (low, high) = (exact, exact)
        } else {
          (low, high) = (first, last)
        }
      case .above, .atLeast: low = first
      case .below, .atMost: high = last
      }
    case .integer, .real, .blob: break
    }
  }

  private init(_ comparison: Comparison, _ value: Int64) {
    switch comparison {
    case .equal: (low, high) = (value, value)
    case .atLeast: low = value
    case .atMost: high = value
    case .above: if value == .max { isEmpty = true } else { low = value + 1 }
    case .below: if value == .min { isEmpty = true } else { high = value - 1 }
    }
  }

  private init(_ comparison: Comparison, _ value: Double) {
    let limit = 0x1p63
    guard value < limit else {
      isEmpty = comparison != .below && comparison != .atMost
      return
    }
    guard value >= -limit else {
      isEmpty = comparison != .above && comparison != .atLeast
      return
    }
    let floor = value.rounded(.down)
    let below = Int64(floor)
    switch comparison {
    case .equal: if floor == value { (low, high) = (below, below) } else { isEmpty = true }
    case .above, .atLeast: low = below
    case .below, .atMost: high = below
    }
  }

  private static let dayLength: Int64 = 86_400_000_000
}

/// A constraint's value as `xFilter` is given it; the bytes are SQLite's and live that long.
enum SQLOperand {
  case null
  case integer(Int64)
  case real(Double)
  case text(UnsafeRawBufferPointer)
  case blob

  init(_ value: OpaquePointer?) {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: self = .integer(sqlite3_value_int64(value))
    case SQLITE_FLOAT: self = .real(sqlite3_value_double(value))
    case SQLITE_TEXT:
      let start = sqlite3_value_text(value)
      let count = Int(sqlite3_value_bytes(value))
      self = .text(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    case SQLITE_NULL: self = .null
    default: self = .blob
    }
  }
}

extension Int64 {
  /// The number that these bytes spell in plain digits, at most 18 of them.
  fileprivate init?(digits bytes: UnsafeRawBufferPointer) {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative ? 1 : 0)
    guard (1...18).contains(digits.count) else { return nil }
    var number: Int64 = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int64(byte - UInt8(ascii: "0"))
    }
    self = isNegative ? -number : number
  }
}

extension CalendarDate {
  /// The date that the first ten bytes spell.
  fileprivate init?(leading bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 10 else { return nil }
    self.init(iso: String(decoding: bytes.prefix(10), as: UTF8.self))
  }
}

extension Instant {
  /// The instant spelt exactly as SQL shows it.
  fileprivate init?(sql bytes: UnsafeRawBufferPointer) {
    guard let parsed = SQLTime(bytes), !parsed.isDate else { return nil }
    let instant = Instant(microseconds: parsed.microseconds)
    guard instant.sql.utf8.elementsEqual(bytes) else { return nil }
    self = instant
  }
}
