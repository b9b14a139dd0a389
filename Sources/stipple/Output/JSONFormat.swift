import Records

/// JSON (RFC 8259): one array of objects, a line an object; `[]` when there is none.
///
/// A result that broke off has no closing bracket, so that nobody takes it for a whole one.
struct JSONFormat: RowFormat {
  private let object: JSONObjectFormat

  init(columns: [String], page: Page) { object = JSONObjectFormat(columns: columns) }

  func header(into bytes: inout [UInt8]) { bytes.append("[") }

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    if index > 0 { bytes.append(",\n ") }
    object.append(cells, to: &bytes)
  }

  func footer(count: Int, into bytes: inout [UInt8]) { bytes.append("]\n") }
}

/// Newline-delimited JSON: one object a line, nothing else.
struct NDJSONFormat: RowFormat {
  private let object: JSONObjectFormat

  init(columns: [String], page: Page) { object = JSONObjectFormat(columns: columns) }

  func header(into bytes: inout [UInt8]) {}

  func row(_ cells: [Cell], index: Int, into bytes: inout [UInt8]) {
    object.append(cells, to: &bytes)
    bytes.append("\n")
  }

  func footer(count: Int, into bytes: inout [UInt8]) {}
}

/// A row as a JSON object, keyed by the names of its columns.
struct JSONObjectFormat {
  /// `{"a":`, `,"b":` …: all that stands before the values.
  private let openings: [[UInt8]]

  /// Of columns that share a name the later ones become `n:1`, `n:2`: a key may not come twice.
  init(columns: [String]) {
    var seen: Set<String> = []
    openings = columns.enumerated().map { position, name in
      var key = name
      var copy = 0
      while !seen.insert(key).inserted {
        copy += 1
        key = "\(name):\(copy)"
      }
      var bytes: [UInt8] = [UInt8(ascii: position == 0 ? "{" : ",")]
      Self.append(string: key, to: &bytes)
      bytes.append(":")
      return bytes
    }
  }

  func append(_ cells: [Cell], to bytes: inout [UInt8]) {
    if openings.isEmpty { bytes.append("{") }
    for (opening, cell) in zip(openings, cells) {
      bytes.append(contentsOf: opening)
      switch cell {
      case .null: bytes.append("null")
      case .integer(let value): bytes.append(String(value))
      case .real(let value): Self.append(number: value, to: &bytes)
      case .text(let text): Self.append(string: text, to: &bytes)
      case .blob(let blob): Self.append(string: Cell.hexadecimal(blob), to: &bytes)
      }
    }
    bytes.append("}")
  }

  /// JSON has no infinity; `1e999` reads as one wherever numbers are doubles, as SQLite itself writes it.
  private static func append(number: Double, to bytes: inout [UInt8]) {
    if number.isNaN {
      bytes.append("null")
    } else if number.isInfinite {
      bytes.append(number < 0 ? "-1e999" : "1e999")
    } else {
      bytes.append(number.description)
    }
  }

  /// Appends a string literal; what cannot be seen is escaped too, so that it is safe on a terminal.
  static func append(string text: String, to bytes: inout [UInt8]) {
    bytes.append("\"")
    if text.utf8.allSatisfy({ isPrintableASCII($0) && $0 != 0x22 && $0 != 0x5C }) {
      bytes.append(text)
    } else {
      walkScalars(of: text) { scalar, isConcealed in
        if isConcealed {
          appendEscape(scalar, to: &bytes)
        } else {
          if scalar == "\"" || scalar == "\\" { bytes.append("\\") }
          bytes.append(contentsOf: UTF8.encode(scalar)!)
        }
      }
    }
    bytes.append("\"")
  }

  private static func appendEscape(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\n": bytes.append("\\n")
    case "\r": bytes.append("\\r")
    case "\t": bytes.append("\\t")
    case "\u{8}": bytes.append("\\b")
    case "\u{C}": bytes.append("\\f")
    default:
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        bytes.append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
      }
    }
  }
}
