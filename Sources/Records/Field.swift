/// One field of a record type: its name, slot, kind and limits.
public struct Field: Sendable {
  /// What a field holds.
  public indirect enum Kind: Sendable {
    /// True or false, stored as 0 or 1.
    case boolean
    /// A whole number of 64 bits.
    case integer
    /// A decimal with a fixed count of places, stored as units of the last one.
    case decimal(scale: Int)
    /// A ``CalendarDate``, stored as days.
    case date
    /// An ``Instant``, stored as microseconds.
    case instant
    /// UTF-8 text.
    case text
    /// Any JSON value, stored as its canonical text.
    case json
    /// A word of a closed list, stored as its code.
    case enumeration(EnumType)
    /// A record within the record.
    case structure(RecordType)
    /// A list of text, enumeration or structure.
    case list(Kind)
  }

  /// The name in JSON, in SQL and on the command line: `depth_mm`.
  public let name: String
  /// The place in the record, from 0; never reused.
  public let slot: Int
  /// What it holds.
  public let kind: Kind
  /// True if no record may be without it.
  public let isRequired: Bool
  /// True for personal data and free text (†), whose value no message may show.
  public let isPersonal: Bool
  /// True for a column that `select *` leaves out.
  public let isHidden: Bool
  /// True for a column with an index.
  public let isIndexed: Bool
  /// The unit of a number: `mm`.
  public let unit: String?
  /// What an id names: a stream kind, `cartridge`, `adverse_event` or `position`.
  public let refers: String?
  /// What an id brings into being: `cartridge` or `adverse_event`.
  public let defines: String?
  /// One sentence for help and documentation.
  public let summary: String
  /// What a value must keep to.
  public let limits: Limits

  /// Describes a field.
  public init(
    _ name: String, slot: Int, kind: Kind, isRequired: Bool = false, isPersonal: Bool = false,
    isHidden: Bool = false, isIndexed: Bool = false, unit: String? = nil, refers: String? = nil,
    defines: String? = nil, summary: String = "", limits: Limits = .none
  ) {
    self.name = name
    self.slot = slot
    self.kind = kind
    self.isRequired = isRequired
    self.isPersonal = isPersonal
    self.isHidden = isHidden
    self.isIndexed = isIndexed
    self.unit = unit
    self.refers = refers
    self.defines = defines
    self.summary = summary
    self.limits = limits
  }
}
