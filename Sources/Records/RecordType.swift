/// The description of one kind of record: an event's data, a table's row, a structure in one.
///
/// An immutable object rather than a struct, so that a coder walks it without counting references
/// to each of its parts.
public final class RecordType: Sendable {
  /// The schema number in each record's header; 0 for a structure.
  public let id: UInt16
  /// The schema's version, from 1.
  public let version: UInt16
  /// The name: `serum-applied`, `sessions`.
  public let name: String
  /// One sentence.
  public let summary: String
  /// The fields in the order of JSON and of columns.
  public let fields: [Field]
  /// One more than the highest slot.
  public let slotCount: Int
  let names: WordTable
  let rules: [FieldRule]
  /// The words of each field that is a word or a list of words.
  let vocabularies: [WordTable?]

  /// Describes a record; slots and names must be unique.
  public init(id: UInt16, version: UInt16, name: String, summary: String, fields: [Field]) {
    self.id = id
    self.version = version
    self.name = name
    self.summary = summary
    self.fields = fields
    slotCount = (fields.map(\.slot).max() ?? -1) + 1
    names = WordTable(fields.map(\.name))
    rules = fields.map(FieldRule.init)
    vocabularies = fields.map { field in
      switch field.kind {
      case .enumeration(let type), .list(.enumeration(let type)): type.table
      default: nil
      }
    }
    assert(Set(fields.map(\.slot)).count == fields.count, "\(name): a slot is there twice")
    assert(Set(fields.map(\.name)).count == fields.count, "\(name): a name is there twice")
  }

  /// The field of a name, or nil.
  public func field(named name: some StringProtocol) -> Field? {
    var copy = String(name)
    return copy.withUTF8 { names.index(of: UnsafeRawBufferPointer($0)) }.map { fields[$0] }
  }

  /// The field in a slot, or nil.
  public func field(slot: Int) -> Field? {
    // The file's order is nearly always the slots' order.
    if slot >= 0, slot < fields.count, fields[slot].slot == slot { return fields[slot] }
    return fields.first { $0.slot == slot }
  }
}
