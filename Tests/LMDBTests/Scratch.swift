import Foundation
import LMDB
import Testing

/// A folder of the test's own, gone with the object.
final class Scratch {
  let path: String

  init() {
    var template = Array("/tmp/lmdb-tests.XXXXXX\0".utf8CString)
    path = String(cString: mkdtemp(&template)!)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { path + "/" + name }

  /// A small environment in the folder.
  func environment(mapSize: Int = 1 << 20) throws -> Environment {
    try Environment.open(path, .init(mapSize: mapSize, create: true))
  }

  /// Writes a file whole.
  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
  }

  /// The permission bits of a file.
  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    return try #require(attributes[.posixPermissions] as? Int)
  }
}

/// The failure of the storage that the body throws; nil if it throws none.
func failure(_ body: () throws -> Void) -> LMDBError? {
  do { try body() } catch let error as LMDBError { return error } catch {
    Issue.record("another error: \(error)")
  }
  return nil
}

/// Numbers that a seed repeats (SplitMix64).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func bytes(_ count: ClosedRange<Int>, under limit: UInt8 = .max) -> [UInt8] {
    (0..<Int.random(in: count, using: &self)).map { _ in UInt8.random(in: 0...limit, using: &self) }
  }
}

extension RawSpan {
  /// A copy, to be compared.
  var array: [UInt8] { withUnsafeBytes { Array($0) } }
}

/// All of a table, in order.
func contents(_ view: TransactionView, _ table: Table) throws -> [([UInt8], [UInt8])] {
  var all: [([UInt8], [UInt8])] = []
  var cursor = try view.cursor(table)
  while try cursor.next() { all.append((cursor.key.array, cursor.value.array)) }
  return all
}
