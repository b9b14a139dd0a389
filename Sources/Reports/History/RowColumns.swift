import Clinic
import ClinicStore
import Records

/// The columns of a table's rows, as people are told of them.
struct RowColumns {
  let table: TableType
  let zone: ClinicZone
  /// The columns told of: those that `select *` shows, without what changes with every event.
  let told: [Field]

  /// What a state row keeps of its own stream.
  private static let bookkeeping: Set<String> = ["version", "first_position", "last_position"]

  init(of table: TableType, zone: ClinicZone) {
    self.table = table
    self.zone = zone
    var told = table.record.fields.filter { !$0.isHidden }
    if case .state = table.kind { told.removeAll { Self.bookkeeping.contains($0.name) } }
    self.told = told
  }

  /// The column of a name, which `select *` must show.
  ///
  /// - Throws: ``StoreError`` where there is none.
  func column(named name: String) throws(StoreError) -> Field {
    if let field = table.record.field(named: name), !field.isHidden { return field }
    let names = table.record.fields.filter { !$0.isHidden }.map(\.name)
    throw StoreError(
      .badInput, "\(table.name) has no column \(name)",
      hint: Suggestion.hint(for: name, among: names))
  }

  /// What a column holds in a record; in no record, nothing.
  func value(of field: Field, in record: [UInt8]?) -> ColumnValue {
    guard let record else { return .notRecorded }
    let json = table.record.json(ofField: field, in: record.span.bytes)
    guard let value = try? JSONValue(parsing: json), value != .null else { return .notRecorded }
    return ColumnValue(json: value, text: Self.text(value, of: field, zone))
  }

  /// How a column came from one record to another.
  func change(of field: Field, from: [UInt8]?, to: [UInt8]?) -> ColumnChange {
    ColumnChange(
      column: field.name, from: value(of: field, in: from), to: value(of: field, in: to))
  }

  /// Those of some columns that do not hold the same in two records.
  func changed(_ fields: [Field], from: [UInt8]?, to: [UInt8]?) -> [Field] {
    switch (from, to) {
    case (nil, nil): return []
    case (let only?, nil), (nil, let only?):
      let view = RecordView(trusting: only.span.bytes)
      var present: [Field] = []
      for field in fields where Self.holds(view, field) { present.append(field) }
      return present
    case (let from?, let to?): return fields.filter { !isSame($0, from, to) }
    }
  }

  private func isSame(_ field: Field, _ one: [UInt8], _ other: [UInt8]) -> Bool {
    let (slot, type) = (field.slot, table.record)
    let (left, right) = (
      RecordView(trusting: one.span.bytes), RecordView(trusting: other.span.bytes)
    )
    guard Self.holds(left, field) == Self.holds(right, field) else { return false }
    guard Self.holds(left, field) else { return true }
    switch field.kind {
    case .boolean, .integer, .decimal, .date, .instant, .enumeration:
      return left.integer(slot) == right.integer(slot)
    case .text, .json:
      return Self.isSame(left.text(slot) ?? "", right.text(slot) ?? "")
    case .structure, .list:
      return Self.isSame(
        type.json(ofField: field, in: one.span.bytes),
        type.json(ofField: field, in: other.span.bytes))
    }
  }

  /// Whether a record has a value there: JSON's own null is none.
  private static func holds(_ record: RecordView, _ field: Field) -> Bool {
    guard record.isPresent(field.slot) else { return false }
    if case .json = field.kind { return record.text(field.slot) != "null" }
    return true
  }

  /// Byte by byte: to Swift, an é of one scalar equals one of two.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }

  private static func text(_ value: JSONValue, of field: Field, _ zone: ClinicZone) -> String {
    value == .string("") ? "''" : Wording.text(value, of: field.kind, zone)
  }
}
