import Foundation
import Testing

/// Compares what a user sees with the file that holds it, under `Tests/StippleTests/Snapshots`.
///
/// A missing file is a failure. `STIPPLE_RECORD_SNAPSHOTS=1` writes the files anew, to be looked at
/// before they are committed.
func expectSnapshot(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let file = folder.appending(path: "Snapshots/\(name).txt")
  if ProcessInfo.processInfo.environment["STIPPLE_RECORD_SNAPSHOTS"] == "1" {
    try Data(text.utf8).write(to: file)
    return
  }
  let expected: String
  do {
    expected = try String(contentsOf: file, encoding: .utf8)
  } catch {
    Issue.record("no snapshot \(name): \(error)", sourceLocation: sourceLocation)
    return
  }
  #expect(text == expected, "snapshot \(name)", sourceLocation: sourceLocation)
}
