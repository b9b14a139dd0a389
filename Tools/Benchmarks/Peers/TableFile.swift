import ClinicSQL
import Foundation

/// A table of ours as CSV, for peers that load their rows themselves; NULL is an empty field.
enum TableFile {
  static func write(_ table: String, from database: Connection, to path: String) throws {
    guard let rows = try database.prepare("select * from \(table)") else { return }
    var text = Data()
    var isFirst = true
    while try rows.step() {
      if isFirst {
        text += Data(rows.columns.map(\.name).joined(separator: ",").utf8 + [10])
        isFirst = false
      }
      for column in rows.columns.indices {
        if column > 0 { text.append(UInt8(ascii: ",")) }
        switch rows.value(at: column) {
        case .null: break
        case .integer(let integer): text += Data("\(integer)".utf8)
        case .real(let real): text += Data("\(real)".utf8)
        case .text(let words): text += quoted(words)
        case .blob: throw Refusal("\(table) has bytes in it")
        }
      }
      text.append(10)
    }
    try text.write(to: URL(fileURLWithPath: path))
  }

  private static func quoted(_ text: String) -> Data {
    Data("\"\(text.replacing("\"", with: "\"\""))\"".utf8)
  }
}
