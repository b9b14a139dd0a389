import Foundation

extension Date {
  /// The day, by UTC.
  static var today: String {
    String(ISO8601DateFormatter().string(from: Date()).prefix(10))
  }
}
