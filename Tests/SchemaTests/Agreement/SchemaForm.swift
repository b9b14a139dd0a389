import Foundation
import Records

/// A part of a schema file with what its `$ref` leads to put in, read without the compiler.
struct SchemaForm {
  enum Kind {
    case anything, boolean, integer, decimal(scale: Int), word, day, moment, text, list, object
  }

  private let schema: JSONValue
  private let definitions: JSONValue

  init(_ schema: JSONValue, definitions: JSONValue) {
    self.definitions = definitions
    guard case .object(let own) = schema, case .string(let target)? = schema["$ref"],
      let name = target.split(separator: "/").last,
      case .object(let found)? = definitions[String(name)]
    else {
      self.schema = schema
      return
    }
    self.schema = .object(own + found)
  }

  /// The form of an event's data, from its schema.
  init(of file: SchemaFile) throws {
    self.init(file.json, definitions: try Self.types.get())
  }

  private static let types = Result { try SchemaFile(at: "types.json").json["$defs"] ?? .null }

  /// Of the schema `json`, where the definitions are known.
  private func inner(_ json: JSONValue) -> SchemaForm {
    SchemaForm(json, definitions: definitions)
  }

  var kind: Kind {
    if schema["x-json"] != nil { return .anything }
    switch (string("type"), string("format")) {
    case ("boolean", _): return .boolean
    case ("integer", _): return .integer
    case ("number", _): return .decimal(scale: Int(string("x-scale") ?? "") ?? 0)
    case ("string", "date"): return .day
    case ("string", "date-time"): return .moment
    case ("array", _): return .list
    case ("object", _): return .object
    default: return schema["enum"] == nil ? .text : .word
    }
  }

  /// A keyword's string, or its number's digits.
  func string(_ keyword: String) -> String? {
    switch schema[keyword] {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  func decimal(_ keyword: String) -> Decimal? {
    string(keyword).flatMap { Decimal(string: $0) }
  }

  func integer(_ keyword: String) -> Int? {
    string(keyword).flatMap { Int($0) }
  }

  func isTrue(_ keyword: String) -> Bool { schema[keyword] == .boolean(true) }

  func property(_ name: String) -> SchemaForm? {
    schema["properties"]?[name].map(inner)
  }

  func requires(_ name: String) -> Bool {
    guard case .array(let names)? = schema["required"] else { return false }
    return names.contains(.string(name))
  }

  var items: SchemaForm? { schema["items"].map(inner) }
}
