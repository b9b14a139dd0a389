/// A record that cannot be read: damaged, or written by a schema that this program does not know.
public struct RecordError: Error, Hashable, Sendable {
  /// What is wrong; open, so that another can be added without breaking a switch.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// A word for the code.
    public let rawValue: String
    /// A code by its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Shorter than its header says.
    public static let truncated = Code(rawValue: "truncated")
    /// Bytes that no writer makes.
    public static let malformed = Code(rawValue: "malformed")
    /// The checksum at its end does not fit.
    public static let checksum = Code(rawValue: "checksum")
    /// A field that every such record has is absent or unreadable.
    public static let missing = Code(rawValue: "missing")
    /// A code past the words that this program knows.
    public static let unknownWord = Code(rawValue: "unknown word")
    /// A schema number or version that this program does not know.
    public static let unknownSchema = Code(rawValue: "unknown schema")
  }

  /// What is wrong.
  public var code: Code
  /// The schema number, where it could be read.
  public var schema: UInt16?
  /// The slot that it is about.
  public var slot: Int?

  /// An error about a record, or one slot of it.
  public init(_ code: Code, schema: UInt16? = nil, slot: Int? = nil) {
    self.code = code
    self.schema = schema
    self.slot = slot
  }
}

extension RecordError: CustomStringConvertible {
  /// One line, without any value of the record.
  public var description: String {
    var text =
      switch code {
      case .truncated: "a record is cut short"
      case .malformed: "a record is malformed"
      case .checksum: "a record's checksum does not fit its bytes"
      case .missing: "a record lacks a field that it must have"
      case .unknownWord: "a record holds a word that this version does not know"
      case .unknownSchema: "a record is of a schema that this version does not know"
      default: "a record cannot be read: \(code.rawValue)"
      }
    if let schema { text += ", schema \(schema)" }
    if let slot { text += ", slot \(slot)" }
    return text
  }
}
