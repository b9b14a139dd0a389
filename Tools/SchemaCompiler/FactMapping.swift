import Records

/// How the columns of a fact table are filled from one event type.
struct FactMapping {
  private let table: TableSchema
  private let event: EventSchema
  /// An expression for each column in the table's order; nil where the column stays empty.
  private let values: [String?]

  /// Columns filled from the event's place in the log, whatever its data.
  private static let context: [String: (kind: String, value: String)] = [
    "position": ("Int64", "Int64(context.position)"),
    "ordinal": ("Int64", "0"),
    "stream": ("String", "context.streamText"),
    "session": ("String", "context.session"),
    "course": ("String", "context.course"),
    "booking": ("String", "context.booking"),
    "client": ("String", "context.client"),
    "occurred_at": ("Instant", "context.occurredAt"),
    "recorded_at": ("Instant", "context.recordedAt"),
    "recorded_by": ("String", "context.recordedBy"),
    "performed_by": ("String", "context.performedBy"),
    "amended": ("Int64", "Int64(context.amended)"),
  ]
  private static let optionalContext: Set<String> = ["session", "course", "booking", "client"]

  init(table: TableSchema, source: TableSchema.Source, schemas: SchemaSet) throws {
    guard let event = schemas.events.first(where: { $0.name == source.event }) else {
      let near = Suggestion.nearest(to: source.event, among: schemas.events.map(\.name))
      throw source.node.refuse(
        "no such event: \(source.event)" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    self.table = table
    self.event = event
    for constant in source.constants {
      guard table.properties.contains(where: { $0.name == constant.column }) else {
        throw constant.node.refuse("no such column: \(constant.column)")
      }
    }
    values = try table.properties.map { column in
      try Self.value(of: column, source, event)
    }
  }

  private static func value(
    of column: Property, _ source: TableSchema.Source, _ event: EventSchema
  ) throws -> String? {
    if let constant = source.constants.first(where: { $0.column == column.name }) {
      return try self.constant(constant.node, for: column)
    }
    if let known = context[column.name] {
      guard column.kind.swiftType == known.kind else {
        throw column.node.refuse("this column is filled with a \(known.kind)")
      }
      if column.isRequired, optionalContext.contains(column.name) {
        throw column.node.refuse("an event may have none, so it cannot be required")
      }
      return known.value
    }
    guard let field = event.properties.first(where: { $0.name == column.name }) else {
      if column.isRequired { throw column.node.refuse("\(event.name) has no such field") }
      return nil
    }
    if column.isRequired, !field.isRequired {
      throw column.node.refuse("\(event.name) may be without it, so it cannot be required")
    }
    if field.isPersonal, !column.isPersonal {
      throw column.node.refuse("it copies a personal field of \(event.name): x-personal is missing")
    }
    guard let value = conversion(of: field, to: column) else {
      throw column.node.refuse(
        "\(event.name) has it as \(field.kind.swiftType), not \(column.kind.swiftType)")
    }
    return value
  }

  /// The expression that makes a column's value from a field's, or nil if their kinds differ.
  private static func conversion(of field: Property, to column: Property) -> String? {
    let value = "event.\(field.swiftName)"
    switch (field.kind, column.kind) {
    case (.decimal(let left), .decimal(let right)): return left == right ? value : nil
    case (.text, .json), (.json, .text): return nil
    case (.enumeration(let from), .enumeration(let to)) where from.name != to.name:
      // A list that begins with all of the other's words has its codes too.
      guard to.words.starts(with: from.words) else { return nil }
      if !field.isRequired {
        return "\(value).flatMap { \(to.swiftName)(rawValue: $0.rawValue) }"
      }
      return "\(to.swiftName)(rawValue: \(value).rawValue)" + (column.isRequired ? "!" : "")
    default: return field.kind.swiftType == column.kind.swiftType ? value : nil
    }
  }

  private static func constant(_ node: SchemaNode, for column: Property) throws -> String {
    switch (column.kind, node.value) {
    case (.enumeration(let type), .string(let word)):
      guard type.words.contains(word) else {
        throw node.refuse("no such word of \(type.name): \(word)")
      }
      return ".\(SwiftName.enumCase(word))"
    case (.text, .string(let text)): return SourceText.literal(text)
    case (.boolean, .boolean(let flag)): return "\(flag)"
    case (.integer, .number): return "\(try node.number(scale: 0))"
    default: throw node.refuse("a constant is a word, a text, a whole number, true or false")
    }
  }

  /// Refuses a column that no event ever fills: most likely its name is wrong.
  static func checkAllFilled(_ table: TableSchema, _ mappings: [FactMapping]) throws {
    for (index, column) in table.properties.enumerated()
    where mappings.allSatisfy({ $0.values[index] == nil }) {
      throw column.node.refuse("no event of x-events fills this column")
    }
  }

  /// Adds the initializer that makes a row of the event.
  func add(to source: inout SourceText) {
    source.block("extension \(table.swiftName)") { source in
      source.doc("The row of a `\(event.name)`.")
      source.block("init(_ event: \(event.swiftName), _ context: FactContext)") { source in
        for (property, value) in zip(table.properties, values) {
          source.line("self.\(property.swiftName) = \(value ?? "nil")")
        }
      }
    }
  }
}
