import Testing

@testable import stipple

/// The text of a whole result.
func rendered(
  _ mode: OutputMode, _ columns: [String], _ rows: [[Cell]], _ page: Page
) throws -> String {
  let destination = Destination(memoryAsTerminal: page.isTerminal)
  try ResultWriter.write(
    Listing(columns: columns, rows: rows), mode: mode, to: destination, page: page)
  return String(decoding: destination.contents, as: UTF8.self)
}
