import ClinicSQL
import Records

/// One row of an answer, its values by the names of their columns.
struct Answer {
  private let places: [String: Int]
  private let values: [SQLValue]

  init(places: [String: Int], values: [SQLValue]) {
    self.places = places
    self.values = values
  }

  private subscript(_ column: String) -> SQLValue {
    guard let place = places[column] else { preconditionFailure("no column \(column)") }
    return values[place]
  }

  /// A text; nil for NULL.
  func text(_ column: String) -> String? {
    switch self[column] {
    case .null, .blob: nil
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .text(let text): text
    }
  }

  /// A word of a vocabulary as it is said aloud; nil for NULL.
  func word(_ column: String) -> String? { text(column).map(Words.plain) }

  /// A whole number; nil for NULL.
  func number(_ column: String) -> Int64? {
    if case .integer(let number) = self[column] { number } else { nil }
  }

  /// A number that the SELECT always gives, such as a count.
  func count(_ column: String) -> Int64 {
    guard let number = number(column) else { preconditionFailure("\(column) is no number") }
    return number
  }

  /// A real number; nil for NULL.
  func real(_ column: String) -> Double? {
    switch self[column] {
    case .real(let number): number
    case .integer(let number): Double(number)
    case .null, .text, .blob: nil
    }
  }

  /// Whether the column holds a number other than 0; false for NULL.
  func isTrue(_ column: String) -> Bool { number(column).map { $0 != 0 } ?? false }

  /// A depth, `1.50 mm`; nil for NULL.
  func millimetres(_ column: String) -> String? {
    real(column).map { Words.decimal($0, places: 2) + " mm" }
  }

  /// The items of a JSON list; nil for NULL.
  func items(_ column: String) -> [JSONValue]? {
    guard let text = text(column), case .array(let items)? = try? JSONValue(parsing: text) else {
      return nil
    }
    return items
  }

  /// The texts of a JSON list, nil where an item is null; nil for NULL.
  func texts(_ column: String) -> [String?]? {
    items(column)?.map { if case .string(let text) = $0 { text } else { nil } }
  }

  /// Its columns as a canonical JSON object, those that are NULL left out.
  func line(of columns: [(place: Int, name: String)]) -> String {
    JSONValue.object(
      columns.compactMap { column in
        let value: JSONValue? =
          switch values[column.place] {
          case .null, .blob: nil
          case .integer(let number): .integer(number)
          case .real(let number): .number(String(number))
          case .text(let text): .string(text)
          }
        return value.map { JSONValue.Member(key: column.name, value: $0) }
      }
    ).text
  }
}
