import CSQLite
import Records

/// What a constraint's value lets through, as the SELECT can be asked: a superset, never less.
enum ViewValue {
  /// No row can pass: every comparison with NULL fails.
  case nothing
  /// It is left to the outer statement.
  case anything
  case single(OpaquePointer)
  /// A list of values, as JSON.
  case list(String)

  init(_ value: OpaquePointer?, _ constraint: ViewPlan.Constraint, _ column: ViewColumn) {
    guard let value else {
      self = .anything
      return
    }
    if constraint.isList {
      self = Self.list(value, column)
      return
    }
    switch SQLOperand(value) {
    case .null: self = .nothing
    case .text: self = .single(value)
    // A number equals text by how it is written, or text a number: the other side decides.
    case .integer, .real: self = column.affinity == .number ? .single(value) : .anything
    case .blob: self = .anything
    }
  }

  private static func list(_ value: OpaquePointer, _ column: ViewColumn) -> ViewValue {
    var json = JSONText()
    json.appendRaw("[")
    var isFirst = true
    var item: OpaquePointer?
    var rc = sqlite3_vtab_in_first(value, &item)
    while rc == SQLITE_OK, let operand = item.map({ SQLOperand($0) }) {
      switch (operand, column.affinity) {
      case (.null, _): break
      case (.text(let bytes), .text):
        guard !bytes.contains(0) else { return .anything }
        if !isFirst { json.appendRaw(",") }
        json.appendString(String(decoding: bytes, as: UTF8.self))
        isFirst = false
      case (.integer(let number), .number):
        if !isFirst { json.appendRaw(",") }
        json.appendInteger(number)
        isFirst = false
      default: return .anything
      }
      rc = sqlite3_vtab_in_next(value, &item)
    }
    guard rc == SQLITE_DONE else { return .anything }
    json.appendRaw("]")
    return isFirst ? .nothing : .list(json.string)
  }

  /// Binds it to the parameter of a name.
  func bind(to statement: OpaquePointer, _ parameter: String) -> Int32 {
    let place = sqlite3_bind_parameter_index(statement, parameter)
    switch self {
    case .nothing, .anything: return SQLITE_OK
    case .single(let value): return sqlite3_bind_value(statement, place, value)
    case .list(let json): return sqlite3_bind_text(statement, place, json, -1, transient)
    }
  }
}
