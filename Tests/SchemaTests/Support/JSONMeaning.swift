import Foundation

/// What a JSON text says, as Foundation reads it: 2 and 2.00 are the same number, and two ways to
/// write one moment are the same moment.
enum JSONMeaning: Hashable {
  case null
  case boolean(Bool)
  case number(Decimal)
  case moment(Date)
  case string(String)
  case list([JSONMeaning])
  case object([String: JSONMeaning])

  init(of text: String) throws {
    self = try JSONDecoder().decode(JSONMeaning.self, from: Data(text.utf8))
  }

  subscript(key: String) -> JSONMeaning? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }
}

extension JSONMeaning: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Decimal.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      let moment = value.contains("T") ? try? Date(value, strategy: .iso8601) : nil
      self = moment.map(JSONMeaning.moment) ?? .string(value)
    } else if let value = try? container.decode([JSONMeaning].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONMeaning].self))
    }
  }
}
