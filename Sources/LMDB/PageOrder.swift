import Glibc

/// Whether a page's keys ascend within their bounds.
struct PageOrder {
  /// Keys of the list of free pages are numbers as the machine has them (`MDB_INTEGERKEY`).
  private let isOfNumbers: Bool
  private var ascends = true
  private var first: UnsafeRawBufferPointer?
  private var last: UnsafeRawBufferPointer?

  init(isOfNumbers: Bool) { self.isOfNumbers = isOfNumbers }

  /// Takes the next key, whose bytes stay where they are as long as this is asked.
  @inline(__always)
  mutating func add(_ key: UnsafeRawBufferPointer) {
    guard isOfNumbers ? key.count == 8 : (1...511).contains(key.count) else {
      ascends = false
      return
    }
    if let last {
      if !precedes(last, key) { ascends = false }
    } else {
      first = key
    }
    last = key
  }

  /// Whether they ascend, the first not below the one bound and the last below the other.
  func isKept(from low: [UInt8]?, below high: [UInt8]?) -> Bool {
    guard ascends else { return false }
    guard let first, let last else { return true }
    let isBelow = low?.withUnsafeBytes { precedes(first, $0) } ?? false
    return !isBelow && high?.withUnsafeBytes { precedes(last, $0) } ?? true
  }

  @inline(__always)
  private func precedes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    if isOfNumbers, left.count == 8, right.count == 8 {
      return left.loadUnaligned(as: UInt64.self) < right.loadUnaligned(as: UInt64.self)
    }
    let order = memcmp(left.baseAddress!, right.baseAddress!, min(left.count, right.count))
    return order < 0 || (order == 0 && left.count < right.count)
  }
}
