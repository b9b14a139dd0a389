import Records
import Reports

/// An answer that is one table and a line below it, or values.
protocol ListedAnswer {
  /// The rows.
  var listing: ReportTable { get }
  /// What is said of all of them.
  var summary: String { get }
  /// The same as values.
  var json: [JSONValue] { get }
}

extension ListedAnswer {
  /// Writes the answer as the page's mode asks.
  func write(to page: ReportPage) throws {
    if page.isJSON {
      try page.write(json: json)
      return
    }
    try page.write(listing)
    try page.space()
    try page.write(lines: [summary])
  }
}
