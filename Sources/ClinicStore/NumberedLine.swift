import Clinic
import Records

/// A line with its number in the file.
struct NumberedLine: Sendable {
  let number: Int
  let bytes: ArraySlice<UInt8>
  let excess: Int?

  /// Up to `limit` lines that are not blank.
  static func read(from source: LineSource, limit: Int) throws(StoreError) -> [NumberedLine] {
    var lines: [NumberedLine] = []
    while lines.count < limit, let line = try source.nextLine() {
      switch line {
      case .tooLong(let count):
        lines.append(NumberedLine(number: source.number, bytes: [], excess: count))
      case .bytes(let bytes):
        let isBlank = bytes.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        if !isBlank {
          lines.append(NumberedLine(number: source.number, bytes: bytes, excess: nil))
        }
      }
    }
    return lines
  }

  /// How many bytes a store may come to write for lines: its log, rows and indexes take some two and
  /// a half times as many as the lines.
  static func room(forBytes bytes: Int) -> Int { bytes * 4 }

  /// The line read as an event.
  ///
  /// - Parameter writer: for the data of many lines, one after the other.
  func parsed(
    asRecorded: Bool, by writer: inout RecordWriter
  ) throws(StoreError) -> EventLine.Parsed {
    if let excess {
      throw StoreError(
        .badInput, "\(excess) bytes are over the \(EventLine.maximumBytes) that a line may have")
    }
    do throws(InputError) {
      return try EventLine.parse(bytes.span.bytes, asRecorded: asRecorded, by: &writer)
    } catch {
      throw StoreError(error)
    }
  }
}

/// A line read as an entry, or why it is none.
struct ReadLine: Sendable {
  let line: NumberedLine
  let entry: Result<Entry, StoreError>
  /// What the entry says.
  let event: ClinicEvent?

  /// Reads lines one after the other.
  static func each(of lines: [NumberedLine]) -> [ReadLine] {
    var writer = RecordWriter(schema: 0, version: 0, slots: 0)
    return lines.map { ReadLine($0, by: &writer) }
  }

  private init(_ line: NumberedLine, by writer: inout RecordWriter) {
    self.line = line
    entry = Result { () throws(StoreError) in
      try line.parsed(asRecorded: false, by: &writer).entry
    }
    event = try? entry.get().event
  }
}
