import Foundation

/// What the recorder (Preload/recorder.c) wrote down of a workload: every change to the store's files,
/// every sync, and what had been acknowledged when.
struct Recording {
  /// One call that returned.
  enum Change {
    /// A name was given to a new, empty file.
    case create(name: String, file: UInt64)
    case write(file: UInt64, offset: Int, bytes: [UInt8], isDurable: Bool)
    case truncate(file: UInt64, length: Int)
    case syncFile(UInt64)
    case syncFolder
    case rename(from: String, to: String)
    case unlink(String)
    /// Something was printed, or a command ended.
    case pause
  }

  /// The changes in their order.
  let changes: [Change]
  /// For each number of changes, the last position that had been acknowledged by then.
  ///
  /// Nil before the store was made. One more than there are changes.
  let acknowledged: [Int?]

  private static let headLength = 40
  private static let printed = 8
  private static let marked = 9

  /// The bytes of an entry that says that a command has ended and what it acknowledged.
  static func mark(acknowledging position: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in [UInt64(marked), 0, UInt64(position), 0, 0] {
      withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }
    return bytes
  }

  init(_ bytes: [UInt8]) throws {
    var changes: [Change] = []
    var marks: [(at: Int, position: Int)] = []
    var lastPrint: Int?
    var start = 0
    func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _ type: T.Type) -> Int {
      bytes.withUnsafeBytes {
        Int(T(littleEndian: $0.loadUnaligned(fromByteOffset: start + offset, as: T.self)))
      }
    }
    while start < bytes.count {
      guard start + Self.headLength <= bytes.count else {
        throw LabError("a recording is cut short")
      }
      let (kind, flags) = (number(0, UInt32.self), number(4, UInt32.self))
      let (file, offset) = (UInt64(number(8, UInt64.self)), number(16, UInt64.self))
      let (first, second) = (number(24, UInt32.self), number(28, UInt32.self))
      let length = number(32, UInt64.self)
      var at = start + Self.headLength
      func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { at += count }
        return bytes[at..<at + count]
      }
      let one = String(decoding: take(first), as: UTF8.self)
      let two = String(decoding: take(second), as: UTF8.self)
      let data = Array(take(length))
      start = at
      switch kind {
      case 1:
        changes.append(
          flags == 1 ? .create(name: one, file: file) : .truncate(file: file, length: 0))
      case 2:
        changes.append(.write(file: file, offset: offset, bytes: data, isDurable: flags & 1 == 1))
      case 3: changes.append(.truncate(file: file, length: offset))
      case 4: changes.append(.syncFile(file))
      case 5: changes.append(.syncFolder)
      case 6: changes.append(.rename(from: one, to: two))
      case 7: changes.append(.unlink(one))
      case Self.printed:
        lastPrint = changes.count
        changes.append(.pause)
      case Self.marked:
        // What it printed is what it promised; a command that prints nothing promises by its end.
        marks.append((lastPrint ?? changes.count, offset))
        lastPrint = nil
        changes.append(.pause)
      default: throw LabError("a recording has an entry of no kind")
      }
    }
    self.changes = changes
    var acknowledged: [Int?] = []
    var last: Int?
    for count in 0...changes.count {
      for mark in marks where mark.at == count { last = mark.position }
      acknowledged.append(last)
    }
    self.acknowledged = acknowledged
  }

  init(at path: String) throws {
    try self.init(Array(Data(contentsOf: URL(filePath: path))))
  }
}
